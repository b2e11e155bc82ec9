package org.letterlock.smtp.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Writes a content as DATA wants it (RFC 5321 section 4.5.2): a dot before each line that starts with one, CRLF "." CRLF at the
 * end. It refuses to send a CR or LF that stands alone (SMUG-4). Lives for one message; belongs to one thread.
 */
public final class DotStuffing {
    private static final ByteBuffer DOT =
            ByteBuffer.wrap(".".getBytes(US_ASCII)).asReadOnlyBuffer();
    private static final ByteBuffer END =
            ByteBuffer.wrap(".\r\n".getBytes(US_ASCII)).asReadOnlyBuffer();
    private static final ByteBuffer CRLF_END =
            ByteBuffer.wrap("\r\n.\r\n".getBytes(US_ASCII)).asReadOnlyBuffer();

    private boolean atLineStart = true;
    private boolean afterCarriageReturn;

    /** The content cannot be sent as it is. It was checked when it was accepted, so this is a fault of the suite. */
    public static final class BareNewlineException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BareNewlineException() {
            super("the content has a CR or LF that stands alone");
        }
    }

    /**
     * Writes a piece of the content.
     *
     * @param sink gets the octets to send; a piece is valid during the call only
     */
    public void encode(ByteBuffer content, Consumer<ByteBuffer> sink) {
        int start = content.position();
        int position = start;
        int limit = content.limit();
        while (position < limit) {
            if (afterCarriageReturn) {
                requireLineFeed(content.get(position));
                position++;
            } else if (atLineStart && content.get(position) == '.') {
                emit(content, start, position, sink);
                sink.accept(DOT.duplicate());
                start = position;
                atLineStart = false;
                position++;
            } else {
                atLineStart = false;
                position = Newlines.indexOf(content, position, limit);
                if (position < limit) {
                    requireCarriageReturn(content.get(position));
                    position++;
                }
            }
        }
        emit(content, start, limit, sink);
        content.position(limit);
    }

    /** Writes the end of the data, behind a CRLF where the content does not end with one. */
    public void finish(Consumer<ByteBuffer> sink) {
        if (afterCarriageReturn) {
            throw new BareNewlineException();
        }
        sink.accept((atLineStart ? END : CRLF_END).duplicate());
    }

    private void requireLineFeed(byte octet) {
        if (octet != '\n') {
            throw new BareNewlineException();
        }
        afterCarriageReturn = false;
        atLineStart = true;
    }

    private void requireCarriageReturn(byte octet) {
        if (octet != '\r') {
            throw new BareNewlineException();
        }
        afterCarriageReturn = true;
    }

    private static void emit(ByteBuffer content, int from, int to, Consumer<ByteBuffer> sink) {
        if (to > from) {
            sink.accept(content.slice(from, to - from));
        }
    }
}
