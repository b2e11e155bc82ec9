package org.letterlock.netty.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.session.PolicyNotice;
import org.letterlock.netty.session.ShutdownNotice;

/**
 * Reads the PROXY header in front of everything else and steps aside; without a right one, in time, the connection closes
 * without an octet (SVC-14). For one connection.
 */
final class ProxyHeaderHandler extends ByteToMessageDecoder {
    /** A proxy sends it at once and whole; this leaves room for a lost packet. */
    static final Duration WITHIN = Duration.ofSeconds(5);

    private final Outcome outcome;
    private boolean decided; // confined to the event loop

    /** What comes of it. Exactly one of them is called, once; none where the client leaves first. */
    interface Outcome {
        /** What is wrong with the client that the header names; empty to go on. */
        Optional<String> faultOf(ProxyHeader.Proxied header);

        /** Puts everything else into the pipeline, or a refusal; what has arrived behind the header goes there. */
        void proceed(Optional<ProxyHeader.Proxied> client);

        /** The connection is about to close. */
        void reject(String reason);
    }

    ProxyHeaderHandler(Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Countdown patience = new Countdown(context.channel().eventLoop(), () -> {
            if (!decided) {
                reject(context, "no header in time");
            }
        });
        patience.start(WITHIN);
        var _ = context.channel().closeFuture().addListener(_ -> patience.cancel());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (decided) {
            in.skipBytes(in.readableBytes());
            return;
        }
        switch (ProxyHeader.read(in)) {
            case ProxyHeader.Incomplete _ -> {}
            case ProxyHeader.Local _ -> proceed(context, next -> next.proceed(Optional.empty()));
            case ProxyHeader.Bad(String reason) -> reject(context, reason, in);
            case ProxyHeader.Proxied header -> {
                Optional<String> fault = outcome.faultOf(header);
                if (fault.isPresent()) {
                    reject(context, fault.get(), in);
                } else {
                    proceed(context, next -> next.proceed(Optional.of(header)));
                }
            }
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            decode(context, in, out);
        }
        if (!decided && in.isReadable()) {
            reject(context, "cut off", in);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case ShutdownNotice _ -> {
                var _ = context.close();
            }
            case PolicyNotice _ -> {} // whoever it is, is judged when the header is there
            default -> context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    private void proceed(ChannelHandlerContext context, Consumer<Outcome> with) {
        decided = true;
        with.accept(outcome);
        context.pipeline().remove(this); // what has arrived goes to the handlers behind
    }

    private void reject(ChannelHandlerContext context, String reason, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        reject(context, reason);
    }

    private void reject(ChannelHandlerContext context, String reason) {
        decided = true;
        outcome.reject(reason);
        var _ = context.close();
    }
}
