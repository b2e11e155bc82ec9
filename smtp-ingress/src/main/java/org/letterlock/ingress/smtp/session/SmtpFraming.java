package org.letterlock.ingress.smtp.session;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.netty.session.Framing;
import org.letterlock.smtp.framing.BdatDecoder;
import org.letterlock.smtp.framing.ContentLimits;
import org.letterlock.smtp.framing.DataDecoder;
import org.letterlock.smtp.framing.DataOutcome;
import org.letterlock.smtp.framing.LineDecoder;
import org.letterlock.smtp.session.ExpectedInput;
import org.letterlock.smtp.session.SessionEvent.ChunkEnded;
import org.letterlock.smtp.session.SessionEvent.DataEnded;
import org.letterlock.smtp.session.SessionEvent.LineReceived;

/** Gives the octets to the decoder that the state of the session wants. Confined to the connection's event loop. */
final class SmtpFraming implements Framing<SmtpFrame> {
    private static final SmtpFrame PIECE = new SmtpFrame.Piece();

    private Consumer<ByteBuffer> content = _ -> {};
    private ExpectedInput expected = new ExpectedInput.OfNothing();
    private LineDecoder lines = new LineDecoder();
    private @Nullable DataDecoder data; // of the message that comes by DATA
    private @Nullable BdatDecoder chunks; // of the message that comes by BDAT
    private long toSkip;
    private boolean skips;

    /** {@code target} gets the octets of messages; each piece is valid during the call only. */
    void deliverTo(Consumer<ByteBuffer> target) {
        content = target;
    }

    void expect(ExpectedInput input) {
        expected = input;
    }

    /** Forgets the beginning of a line that arrived in clear. */
    void startOver() {
        lines = new LineDecoder();
    }

    void beginData(ContentLimits limits) {
        data = new DataDecoder(limits);
    }

    /** A message by BDAT begins with its next chunk. */
    void beginChunks(ContentLimits limits) {
        chunks = new BdatDecoder(limits);
    }

    void beginChunk(long size, boolean last) {
        skips = false;
        chunks().begin(size, last);
    }

    void skipChunk(long size) {
        skips = true;
        toSkip = size;
    }

    /** The end of a chunk that has no octets, for which nothing will arrive. */
    ChunkEnded emptyChunk() {
        return new ChunkEnded(
                skips
                        ? DataOutcome.COMPLETE
                        : chunks().decode(ByteBuffer.allocate(0), content).orElseThrow());
    }

    @Override
    public Optional<SmtpFrame> next(ByteBuf arrived) {
        return switch (expected) {
            case ExpectedInput.OfNothing _ -> Optional.empty();
            case ExpectedInput.OfLine(int maxOctets) -> line(arrived, maxOctets);
            case ExpectedInput.OfData _ -> data(arrived);
            case ExpectedInput.OfChunk _ -> skips ? skipped(arrived) : chunk(arrived);
        };
    }

    private Optional<SmtpFrame> line(ByteBuf arrived, int maxOctets) {
        ByteBuffer octets = arrived.nioBuffer();
        var line = lines.decode(octets, maxOctets);
        take(arrived, octets);
        return line.map(complete -> new SmtpFrame.Event(new LineReceived(complete, arrived.isReadable())));
    }

    private Optional<SmtpFrame> data(ByteBuf arrived) {
        DataDecoder decoder = data;
        if (decoder == null) {
            throw new IllegalStateException("no data was asked for");
        }
        ByteBuffer octets = arrived.nioBuffer();
        Optional<DataOutcome> outcome = decoder.decode(octets, content);
        take(arrived, octets);
        if (outcome.isEmpty()) {
            return Optional.of(PIECE);
        }
        data = null;
        return Optional.of(new SmtpFrame.Event(new DataEnded(outcome.get())));
    }

    private Optional<SmtpFrame> chunk(ByteBuf arrived) {
        ByteBuffer octets = arrived.nioBuffer();
        Optional<DataOutcome> outcome = chunks().decode(octets, content);
        take(arrived, octets);
        return Optional.of(outcome.<SmtpFrame>map(end -> new SmtpFrame.Event(new ChunkEnded(end)))
                .orElse(PIECE));
    }

    private Optional<SmtpFrame> skipped(ByteBuf arrived) {
        int count = (int) Math.min(toSkip, arrived.readableBytes());
        arrived.skipBytes(count);
        toSkip -= count;
        return Optional.of(toSkip == 0 ? new SmtpFrame.Event(new ChunkEnded(DataOutcome.COMPLETE)) : PIECE);
    }

    private BdatDecoder chunks() {
        BdatDecoder decoder = chunks;
        if (decoder == null) {
            throw new IllegalStateException("no chunk was asked for");
        }
        return decoder;
    }

    private static void take(ByteBuf arrived, ByteBuffer read) {
        arrived.skipBytes(arrived.readableBytes() - read.remaining());
    }
}
