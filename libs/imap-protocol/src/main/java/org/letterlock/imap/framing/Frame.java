package org.letterlock.imap.framing;

import java.nio.ByteBuffer;

/** What the client sent, piece by piece. In texts each character is one octet. */
public sealed interface Frame {
    /**
     * A whole command.
     *
     * @param text without the final CRLF; literals stand in it as they came, {@code {5}}, CRLF and octets
     */
    record Command(String text) implements Frame {
        /** Nothing: a command may hold a password. */
        @Override
        public String toString() {
            return "Command";
        }
    }

    /** A line that answers a continuation request of AUTHENTICATE or IDLE, without its CRLF. */
    record ContinuationLine(String text) implements Frame {
        /** Nothing: the line may hold a password. */
        @Override
        public String toString() {
            return "ContinuationLine";
        }
    }

    /** The client waits to be told that it may send a literal; the framer has room for it. */
    record LiteralAwaited() implements Frame {}

    /**
     * An APPEND command has come to its message. {@link CommandFramer#acceptLiteral()} or
     * {@link CommandFramer#refuseLiteral()} must be called next.
     *
     * @param head the command up to the literal's announcement
     */
    record AppendBegun(String head, Literal literal) implements Frame {}

    /** Octets of the message of an accepted APPEND; valid until the framer's next call. */
    record AppendOctets(ByteBuffer octets) implements Frame {}

    /** All octets of the message have come and the command has ended. */
    record AppendEnded(boolean wellFormed) implements Frame {}

    /** What followed a refused literal's announcement has passed; now the command can be answered. */
    record RefusedLiteralPassed() implements Frame {}

    /**
     * The octets up to here are no command, and have been dropped.
     *
     * @param start first octets of the line, for the tag
     */
    record Violation(String start, Fault fault) implements Frame {}

    /** What is wrong with a command as a sequence of octets. */
    enum Fault {
        LINE_TOO_LONG,
        BARE_CR_OR_LF,
        LITERAL_TOO_BIG
    }
}
