package org.letterlock.egress.delivery;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.letterlock.netty.session.Framing;
import org.letterlock.smtp.client.ClientEvent;
import org.letterlock.smtp.framing.Line;
import org.letterlock.smtp.framing.LineDecoder;
import org.letterlock.smtp.reply.PeerReply;
import org.letterlock.smtp.reply.ReplyCollector;
import org.letterlock.smtp.reply.ReplyCollector.Collected;

/** Cuts what a server sends into replies. Confined to the event loop of its connection. */
final class ReplyFraming implements Framing<ClientEvent> {
    private static final int MAX_LINE = 4096; // 512 in RFC 5321 section 4.5.3.1.5, with room for the generous

    private LineDecoder lines = new LineDecoder();
    private ReplyCollector collector = new ReplyCollector();

    /** Starts over behind a handshake. */
    void startOver() {
        lines = new LineDecoder();
        collector = new ReplyCollector();
    }

    @Override
    public Optional<ClientEvent> next(ByteBuf arrived) {
        while (arrived.isReadable()) {
            ByteBuffer octets = arrived.nioBuffer();
            Optional<Line> line = lines.decode(octets, MAX_LINE);
            arrived.skipBytes(octets.position());
            Optional<ClientEvent> event = line.flatMap(read -> event(read, arrived.isReadable()));
            if (event.isPresent()) {
                return event;
            }
        }
        return Optional.empty();
    }

    private Optional<ClientEvent> event(Line line, boolean isFollowed) {
        return switch (line) {
            case Line.TooLong _, Line.BareNewline _ -> Optional.of(new ClientEvent.ReplyMalformed());
            case Line.Complete(String text) ->
                switch (collector.add(text)) {
                    case Collected.Incomplete _ -> Optional.empty();
                    case Collected.Malformed _ -> Optional.of(new ClientEvent.ReplyMalformed());
                    case Collected.Complete(PeerReply reply) ->
                        Optional.of(new ClientEvent.ReplyReceived(reply, isFollowed));
                };
        };
    }
}
