package org.letterlock.ingress.smtp.content;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.smtp.reply.SmtpReply;

/** What becomes of a message, as far as its header section decides. */
public sealed interface HeaderVerdict {
    /**
     * It is taken.
     *
     * @param section with all that had to be changed in it
     * @param signingDomain whose keys sign the message; null where it is not one of ours to sign
     */
    record Accepted(HeaderSection section, @Nullable Domain signingDomain) implements HeaderVerdict {}

    /** It is not. */
    record Refused(SmtpReply reply) implements HeaderVerdict {}
}
