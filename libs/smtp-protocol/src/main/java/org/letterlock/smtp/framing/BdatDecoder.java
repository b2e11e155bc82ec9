package org.letterlock.smtp.framing;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the chunks of a message that comes by BDAT (RFC 3030): by count, and with the same rule for line ends as DATA
 * (SMUG-3). Lives for one message, since a CRLF may be cut by a chunk's end; belongs to one thread.
 */
public final class BdatDecoder {
    private final ContentLimits limits;
    private long remaining;
    private boolean last;
    private long octets;
    private long lineOctets;
    private boolean afterCarriageReturn;
    private boolean bareNewline;
    private boolean lineTooLong;

    public BdatDecoder(ContentLimits limits) {
        this.limits = limits;
    }

    /** A chunk of {@code size} octets is next. The chunk before it has ended. */
    public void begin(long size, boolean isLast) {
        if (remaining != 0 || size < 0) {
            throw new IllegalStateException("a chunk begins where the one before has ended");
        }
        remaining = size;
        last = isLast;
    }

    /**
     * Reads up to the end of the chunk and not an octet further. A chunk of no octets ends at once: call this also when
     * there is nothing to read.
     *
     * @param sink gets the content piece by piece; a piece is valid during the call only
     */
    public Optional<DataOutcome> decode(ByteBuffer in, Consumer<ByteBuffer> sink) {
        int size = (int) Math.min(remaining, in.remaining());
        if (size > 0) {
            scan(in, in.position(), in.position() + size);
            remaining -= size;
            octets = octets + size < 0 ? Long.MAX_VALUE : octets + size;
            if (!isDiscarding()) {
                sink.accept(in.slice(in.position(), size));
            }
            in.position(in.position() + size);
        }
        return remaining == 0 ? Optional.of(outcome()) : Optional.empty();
    }

    /** Octets of the content so far, also of those that were dropped. */
    public long octets() {
        return octets;
    }

    /** Whether the message cannot be accepted any more; nothing is handed on from then on. */
    public boolean isDiscarding() {
        return bareNewline || lineTooLong || octets > limits.maxOctets();
    }

    private void scan(ByteBuffer in, int from, int to) {
        int position = from;
        while (position < to) {
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                bareNewline |= in.get(position) != '\n';
                lineOctets = 0;
                position += in.get(position) == '\n' ? 1 : 0;
                continue;
            }
            int lineEnd = Newlines.indexOf(in, position, to);
            lineOctets += lineEnd - position;
            lineTooLong |= lineOctets > limits.maxLineOctets();
            if (lineEnd < to) {
                afterCarriageReturn = in.get(lineEnd) == '\r';
                bareNewline |= !afterCarriageReturn;
            }
            position = lineEnd + 1;
        }
    }

    private DataOutcome outcome() {
        if (bareNewline || (last && afterCarriageReturn)) {
            return DataOutcome.BARE_NEWLINE;
        }
        if (octets > limits.maxOctets()) {
            return DataOutcome.TOO_BIG;
        }
        return lineTooLong ? DataOutcome.LINE_TOO_LONG : DataOutcome.COMPLETE;
    }
}
