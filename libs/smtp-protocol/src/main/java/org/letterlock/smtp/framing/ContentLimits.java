package org.letterlock.smtp.framing;

/**
 * Limits of a message's content.
 *
 * @param maxOctets of the whole content (LIMIT-7)
 * @param maxLineOctets of one line without its CRLF (SMTP-10)
 * @param bareNewline what a CR or LF that stands alone leads to (SMUG-2)
 */
public record ContentLimits(long maxOctets, int maxLineOctets, BareNewlinePolicy bareNewline) {
    public ContentLimits {
        if (maxOctets < 1 || maxLineOctets < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** SMUG-2. */
    public enum BareNewlinePolicy {
        /** The message is refused. */
        REJECT,
        /**
         * A line end, except next to a line of a single dot, where it is refused all the same. For the named peers that
         * cannot do better.
         */
        NORMALISE
    }
}
