package org.letterlock.ingress.smtp.content;

import org.letterlock.mailsyntax.header.HeaderFault;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** What a client is told about its header section. */
final class HeaderReplies {
    static final SmtpReply INVALID_FROM = SmtpReply.of(550, "5.6.0", "Invalid From header");
    static final SmtpReply REPEATED_FIELD = SmtpReply.of(550, "5.6.0", "Header field may occur only once");
    static final SmtpReply MALFORMED = SmtpReply.of(550, "5.6.0", "Malformed header");

    private HeaderReplies() {}

    static SmtpReply of(HeaderFault fault) {
        return switch (fault) {
            case SECTION_TOO_LARGE, TOO_MANY_FIELDS, FIELD_TOO_LARGE -> SmtpReplies.HEADER_TOO_LARGE;
            case NUL -> SmtpReplies.NUL_IN_HEADER;
            case NOT_A_FIELD, SPACE_BEFORE_COLON, BARE_CR_OR_LF, BLANK_CONTINUATION, UNTERMINATED -> MALFORMED;
        };
    }
}
