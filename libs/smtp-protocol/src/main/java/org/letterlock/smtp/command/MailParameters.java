package org.letterlock.smtp.command;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * Parameters of MAIL.
 *
 * @param size octets that the client announces (RFC 1870); 0 where it did not say
 * @param ret how much a failure report returns (RFC 3461 section 4.3); null where not said
 * @param envelopeId ENVID, decoded (RFC 3461 section 4.4); null where not said
 * @param submitter whom the client says the message came from (RFC 4954 section 5); null where not said, never believed
 */
public record MailParameters(
        long size,
        Body body,
        @Nullable Ret ret,
        @Nullable String envelopeId,
        @Nullable ReversePath submitter) {
    /** No parameter at all. */
    public static final MailParameters NONE = new MailParameters(0, Body.SEVEN_BIT, null, null, null);

    /** What the octets of the content are (RFC 6152). */
    public enum Body {
        SEVEN_BIT("7BIT"),
        EIGHT_BIT_MIME("8BITMIME");

        private final String keyword;

        Body(String keyword) {
            this.keyword = keyword;
        }

        /** The value of the parameter. */
        public String keyword() {
            return keyword;
        }
    }

    /** RFC 3461 section 4.3. */
    public enum Ret {
        FULL,
        HDRS
    }

    /** As in a MAIL command, each parameter with a space in front. */
    public String format() {
        StringBuilder text = new StringBuilder();
        if (size > 0) {
            text.append(" SIZE=").append(size);
        }
        if (body != Body.SEVEN_BIT) {
            text.append(" BODY=").append(body.keyword());
        }
        if (ret != null) {
            text.append(" RET=").append(ret);
        }
        if (envelopeId != null) {
            text.append(" ENVID=").append(Xtext.encode(envelopeId));
        }
        if (submitter != null) {
            String path = submitter.format();
            text.append(" AUTH=").append(path.equals("<>") ? path : Xtext.encode(path.substring(1, path.length() - 1)));
        }
        return text.toString();
    }
}
