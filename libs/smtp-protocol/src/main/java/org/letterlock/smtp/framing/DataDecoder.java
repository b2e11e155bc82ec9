package org.letterlock.smtp.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.letterlock.smtp.framing.ContentLimits.BareNewlinePolicy;

/**
 * Reads what follows 354 (RFC 5321 section 4.1.1.4): takes away the stuffed dots (section 4.5.2) and ends at CRLF "." CRLF and
 * nowhere else. A fault does not end the data: the rest is read and dropped up to the true end, so that none of it is taken
 * for commands. Hands on slices of what it is given, without copying. Lives for one message; belongs to one thread.
 *
 * <pre>
 * at           | "."       | CR      | LF           | other
 * LINE_START   | DOT       | CR      | fault, TEXT  | TEXT
 * DOT          | TEXT      | DOT_CR  | fault, TEXT  | TEXT
 * DOT_CR       | fault     | fault   | end          | fault
 * TEXT         | TEXT      | CR      | fault, TEXT  | TEXT
 * CR           | fault     | fault   | LINE_START   | fault
 * </pre>
 *
 * Where the policy is NORMALISE, a lone CR or LF in a text leads to BARE_LINE_START in place of a fault; a dot there leads
 * to BARE_DOT, and a line end after that is a fault in every case.
 */
public final class DataDecoder {
    private static final ByteBuffer CRLF =
            ByteBuffer.wrap("\r\n".getBytes(US_ASCII)).asReadOnlyBuffer();
    private static final ByteBuffer LF =
            ByteBuffer.wrap("\n".getBytes(US_ASCII)).asReadOnlyBuffer();

    private final ContentLimits limits;
    private State state = State.LINE_START;
    private long octets;
    private long lineOctets;
    private boolean bareNewline;
    private boolean lineTooLong;
    private int contentStart; // where the octets begin that were not handed on yet, in the buffer being decoded

    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        BARE_LINE_START,
        BARE_DOT
    }

    public DataDecoder(ContentLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads up to the end of the data and not an octet further; or everything, when the data does not end in {@code in}.
     *
     * @param sink gets the content piece by piece; a piece is valid during the call only
     */
    public Optional<DataOutcome> decode(ByteBuffer in, Consumer<ByteBuffer> sink) {
        int position = in.position();
        int limit = in.limit();
        contentStart = position;
        while (position < limit) {
            byte octet = in.get(position);
            switch (state) {
                case LINE_START, BARE_LINE_START -> position = atLineStart(in, position, octet, sink);
                case DOT, BARE_DOT -> position = afterDot(position, octet);
                case DOT_CR -> {
                    if (octet == '\n') {
                        in.position(position + 1);
                        return Optional.of(outcome());
                    }
                    bareNewline = true;
                    state = State.TEXT;
                }
                case TEXT -> position = inText(in, position, limit, sink);
                case CR -> position = afterCarriageReturn(in, position, octet, sink);
            }
        }
        emit(in, position, sink);
        in.position(limit);
        return Optional.empty();
    }

    /** Octets of the content so far, also of those that were dropped. */
    public long octets() {
        return octets;
    }

    /** Whether the message cannot be accepted any more; nothing is handed on from then on. */
    public boolean isDiscarding() {
        return bareNewline || lineTooLong || octets > limits.maxOctets();
    }

    private int atLineStart(ByteBuffer in, int position, byte octet, Consumer<ByteBuffer> sink) {
        if (octet != '.') {
            state = State.TEXT;
            return position;
        }
        emit(in, position, sink);
        contentStart = position + 1; // the dot is either stuffed or the end
        state = state == State.LINE_START ? State.DOT : State.BARE_DOT;
        return position + 1;
    }

    private int afterDot(int position, byte octet) {
        boolean lineEnds = octet == '\r' || octet == '\n';
        if (octet == '\r' && state == State.DOT) {
            contentStart = position + 1;
            state = State.DOT_CR;
            return position + 1;
        }
        if (lineEnds) {
            bareNewline = true;
            contentStart = position + 1;
            state = octet == '\r' ? State.CR : State.TEXT;
            return position + 1;
        }
        state = State.TEXT;
        return position;
    }

    private int inText(ByteBuffer in, int position, int limit, Consumer<ByteBuffer> sink) {
        int lineEnd = Newlines.indexOf(in, position, limit);
        lineOctets += lineEnd - position;
        lineTooLong |= lineOctets > limits.maxLineOctets();
        if (lineEnd == limit) {
            return limit;
        }
        if (in.get(lineEnd) == '\r') {
            state = State.CR;
        } else if (normalises()) {
            emit(in, lineEnd, sink);
            contentStart = lineEnd + 1;
            emitAll(CRLF.duplicate(), sink);
            startLine(State.BARE_LINE_START);
        } else {
            bareNewline = true;
        }
        return lineEnd + 1;
    }

    private int afterCarriageReturn(ByteBuffer in, int position, byte octet, Consumer<ByteBuffer> sink) {
        if (octet == '\n') {
            startLine(State.LINE_START);
            return position + 1;
        }
        if (normalises()) {
            emit(in, position, sink);
            emitAll(LF.duplicate(), sink);
            startLine(State.BARE_LINE_START);
        } else {
            bareNewline = true;
            state = State.TEXT;
        }
        return position;
    }

    private void startLine(State start) {
        state = start;
        lineOctets = 0;
    }

    private boolean normalises() {
        return limits.bareNewline() == BareNewlinePolicy.NORMALISE && !bareNewline;
    }

    private void emit(ByteBuffer in, int end, Consumer<ByteBuffer> sink) {
        if (end > contentStart) {
            emitAll(in.slice(contentStart, end - contentStart), sink);
        }
        contentStart = end;
    }

    private void emitAll(ByteBuffer content, Consumer<ByteBuffer> sink) {
        octets += content.remaining();
        if (!isDiscarding()) {
            sink.accept(content);
        }
    }

    private DataOutcome outcome() {
        if (bareNewline) {
            return DataOutcome.BARE_NEWLINE;
        }
        if (octets > limits.maxOctets()) {
            return DataOutcome.TOO_BIG;
        }
        return lineTooLong ? DataOutcome.LINE_TOO_LONG : DataOutcome.COMPLETE;
    }
}
