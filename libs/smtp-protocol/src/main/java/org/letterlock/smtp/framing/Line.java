package org.letterlock.smtp.framing;

/** What a line decoder found. */
public sealed interface Line {

    /** A line that ended at CRLF, each octet as one character, without the CRLF. */
    record Complete(String text) implements Line {
        /** Nothing: the line may hold a password. */
        @Override
        public String toString() {
            return "Complete";
        }
    }

    /** A line over the limit; all of it has been dropped. */
    record TooLong() implements Line {}

    /** A CR or LF that stood alone (RFC 5321 section 2.3.8); nothing that follows is to be believed. */
    record BareNewline() implements Line {}
}
