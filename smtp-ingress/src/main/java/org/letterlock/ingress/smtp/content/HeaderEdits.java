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

/** The changes to a header section before it is sealed. Every field that is not named here stays octet for octet. */
final class HeaderEdits {
    private HeaderEdits() {}

    /** What only this suite may say: Return-Path (HDR-3) and results in our name (RFC 8601 section 5). */
    static HeaderSection received(HeaderSection section, Domain hostName) {
        boolean clean = section.fields().stream().noneMatch(field -> isOursToSay(field, hostName));
        return clean ? section : section.keeping(field -> !isOursToSay(field, hostName));
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

    private static boolean isOursToSay(HeaderField field, Domain hostName) {
        return field.named("Return-Path") || (field.named("Authentication-Results") && speaksFor(field, hostName));
    }

    // authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo )    RFC 8601 section 2.2
    private static boolean speaksFor(HeaderField field, Domain hostName) {
        String body = field.body();
        StringBuilder id = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < body.length() && (quoted || depth > 0 || !endsId(body.charAt(i), id)); i++) {
            char c = body.charAt(i);
            boolean escaped = c == '\\' && (quoted || depth > 0) && i + 1 < body.length();
            if (escaped) {
                c = body.charAt(++i);
            }
            if (!escaped && c == '"' && depth == 0) {
                quoted = !quoted;
            } else if (!escaped && !quoted && c == '(') {
                depth++;
            } else if (!escaped && !quoted && c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0 && (quoted || !isWsp(c))) {
                id.append(c);
            }
        }
        // What does not end where it should, no two readers read alike.
        return quoted || depth > 0 || id.toString().strip().equalsIgnoreCase(hostName.text());
    }

    private static boolean endsId(char c, StringBuilder id) {
        return c == ';' || c == '/' || (!id.isEmpty() && (isWsp(c) || c == '('));
    }

    private static boolean isWsp(char c) {
        return c == ' ' || c == '\t';
    }
}
