package org.letterlock.ingress.smtp.content;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.date.MessageDate;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.trace.MessageId;
import org.letterlock.messageauth.results.ClaimedResults;

/** The changes to a header section before it is sealed. Every field that is not named here stays octet for octet. */
final class HeaderEdits {
    private HeaderEdits() {}

    /** What only this suite may say: Return-Path (HDR-3) and results in our name (RFC 8601 section 5). */
    static HeaderSection received(HeaderSection section, Domain hostName) {
        return ClaimedResults.removed(without(section, "Return-Path"), hostName.text());
    }

    /**
     * What a submission server repairs (RFC 6409 section 8, SMTP-15).
     *
     * @param sender what Sender must say (DELEG-2); null leaves it as it is
     */
    static HeaderSection submitted(HeaderSection section, @Nullable AddrSpec sender, Instant now, MessageId freshId) {
        HeaderSection changed = without(section, "Bcc");
        if (sender != null) {
            changed = changed.replacing(HeaderField.of("Sender", sender.format()));
        }
        if (changed.find("Date").isEmpty()) {
            changed = changed.withLast(HeaderField.of("Date", MessageDate.format(now.atOffset(ZoneOffset.UTC))));
        }
        return changed.find("Message-ID").isEmpty() ? changed.withLast(freshId.field()) : changed;
    }

    private static HeaderSection without(HeaderSection section, String name) {
        return section.find(name).isEmpty() ? section : section.without(name);
    }
}
