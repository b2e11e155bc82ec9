package org.letterlock.netty.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Base of the driver of every protocol: one handler per connection, confined to its event loop. It gathers what arrives,
 * takes one unit at a time out of it, and holds the rest back while an effect is under way or the peer does not read what
 * we write. Replies written while units are handled leave together when no more input is there.
 *
 * @param <F> the units of the protocol
 */
public abstract class ConnectionDriver<F> extends ChannelInboundHandlerAdapter {
    /** Name of the TLS handler in every pipeline. */
    public static final String TLS_HANDLER = "tls";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);
    /** How much input waits in memory, beyond one read, while it is held back. */
    private static final int MAX_WAITING = 64 * 1024;

    private final Framing<F> framing;
    private ByteBuf arrived = Unpooled.EMPTY_BUFFER;
    private @Nullable ChannelHandlerContext context; // null before the handler is added
    private @Nullable Countdown timeout; // as context
    private volatile long lastArrival = System.nanoTime(); // written by the event loop, read by any thread
    private boolean opened;
    private boolean held;
    private boolean ended;
    private boolean gone;
    private boolean working;

    /** A driver that cuts its input with {@code framing}. */
    protected ConnectionDriver(Framing<F> framing) {
        this.framing = framing;
    }

    /** The connection is ready for the first octet of the protocol: connected, and on an implicit-TLS port past the handshake. */
    protected abstract void onOpen();

    /** One unit of input. */
    protected abstract void onFrame(F frame);

    /** Nothing arrived within the time of {@link #expectInput}. */
    protected abstract void onTimeout();

    /** The listener stops. */
    protected abstract void onShutdown();

    /** The connection is over, for whatever reason; called once. Whatever is under way should be given up. */
    protected abstract void onClosed();

    /** Something of ours broke; the connection will be closed after this. */
    protected abstract void onFault(Throwable fault);

    /** The administrator has changed what clients may do: what is allowed no more ends. */
    protected void onPolicyChange() {}

    /** A handshake after STARTTLS is complete. */
    protected void onTlsEstablished() {}

    /** Octets arrived, before any unit is cut out of them. */
    protected void onArrival(int octets) {}

    /** The handler's place in the pipeline. */
    protected final ChannelHandlerContext context() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    /** Leaves further input alone until {@link #release()}. */
    protected final void hold() {
        held = true;
    }

    /** Goes on with the input; handles what is there before it returns. */
    protected final void release() {
        held = false;
        work();
    }

    /** How long the client has sent nothing; by any thread. */
    protected final Duration silence() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - lastArrival));
    }

    /** Whether an effect is under way. */
    protected final boolean isHeld() {
        return held;
    }

    /** Whether input has arrived that no unit was made of yet. */
    protected final boolean hasWaitingInput() {
        return arrived.isReadable();
    }

    /** Forgets input that has arrived and was not handled yet (RFC 3207 section 4.2). */
    protected final void dropWaitingInput() {
        arrived.release();
        arrived = Unpooled.EMPTY_BUFFER;
    }

    /** Holds input back until the stage is complete, then hands its outcome over on the event loop, unless the connection is over. */
    protected final <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> outcome) {
        hold();
        stopTimeout();
        stage.whenComplete((value, failure) -> {
            if (context().executor().inEventLoop()) {
                proceed(outcome, value, failure);
            } else {
                context().executor().execute(() -> proceed(outcome, value, failure));
            }
        });
    }

    /**
     * Puts TLS under the protocol, behind everything written so far; {@link #onTlsEstablished()} follows. Only with no input
     * waiting: whatever was sent before the handshake must not be taken for something said on the protected channel.
     */
    protected final void startTls(ChannelHandler tls) {
        if (hasWaitingInput()) {
            throw new IllegalStateException("input before the handshake");
        }
        flush();
        context().pipeline().addFirst(TLS_HANDLER, tls);
    }

    /** Input must come within this time from now, and again from each arrival. */
    protected final void expectInput(Duration within) {
        Countdown current = timeout;
        if (current != null) {
            current.start(within);
        }
    }

    /** Nobody is expected to send anything now. */
    protected final void stopTimeout() {
        Countdown current = timeout;
        if (current != null) {
            current.stop();
        }
    }

    /** Writes octets; they leave with the next flush. */
    protected final void write(ByteBuf octets) {
        var _ = context().write(octets, context().voidPromise());
    }

    /** Writes ASCII text; they leave with the next flush. */
    protected final void writeAscii(String text) {
        write(ByteBufUtil.writeAscii(context().alloc(), text));
    }

    /** Sends what was written. */
    protected final void flush() {
        context().flush();
    }

    /** Handles no more input, sends what was written and closes. */
    protected final void end() {
        if (!ended) {
            ended = true;
            stopTimeout();
            if (!working) {
                dropWaitingInput();
            }
            OrderlyClose.start(context().pipeline());
        }
    }

    /** Closes the connection if it is still there after that time, whatever is under way then. */
    protected final void closeAfter(Duration time) {
        var _ = context()
                .executor()
                .schedule(
                        () -> {
                            if (!gone) {
                                var _ = context().close();
                            }
                        },
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Whether {@link #end()} was called or the connection is gone. */
    protected final boolean isEnded() {
        return ended;
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext added) {
        context = added;
        timeout = new Countdown(added.channel().eventLoop(), this::onTimeout);
        if (added.channel().isActive() && added.pipeline().get(TLS_HANDLER) == null) {
            open();
        }
    }

    @Override
    public final void channelActive(ChannelHandlerContext active) {
        if (active.pipeline().get(TLS_HANDLER) == null) {
            open();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext reader, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (ended) {
            octets.release();
            return;
        }
        Countdown current = timeout;
        if (current != null) {
            current.restart();
        }
        lastArrival = System.nanoTime();
        onArrival(octets.readableBytes());
        arrived = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(reader.alloc(), arrived, octets);
        work();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext reader) {
        reader.flush();
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext changed) {
        work();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake
            when handshake.isSuccess() -> {
                if (opened) {
                    onTlsEstablished();
                } else {
                    open();
                }
            }
            case SslHandshakeCompletionEvent _ -> {
                var _ = triggered.close();
            }
            case ShutdownNotice _ -> onShutdown();
            case PolicyNotice _ -> onPolicyChange();
            default -> triggered.fireUserEventTriggered(event);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext inactive) {
        leave();
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext removed) {
        leave();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        if (cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException)) {
            LOG.debug("connection broken", cause);
        } else if (!ended) {
            onFault(cause);
            caught.flush();
        }
        var _ = caught.close();
    }

    private void open() {
        if (!opened) {
            opened = true;
            onOpen();
            flush();
        }
    }

    private <T> void proceed(
            BiConsumer<@Nullable T, @Nullable Throwable> outcome, @Nullable T value, @Nullable Throwable failure) {
        if (ended) {
            return;
        }
        held = false;
        try {
            outcome.accept(value, failure);
            work();
            flush();
        } catch (RuntimeException e) {
            exceptionCaught(context(), e);
        }
    }

    private void work() {
        if (working) {
            return; // the loop below goes on by itself
        }
        working = true;
        try {
            while (!held && !ended && arrived.isReadable() && peerReads()) {
                Optional<F> frame = framing.next(arrived);
                if (frame.isEmpty()) {
                    break;
                }
                onFrame(frame.get());
            }
        } finally {
            working = false;
        }
        if (ended) {
            dropWaitingInput();
        } else {
            tidy();
        }
    }

    // What was written and not flushed counts too, and would wait for ever for the peer to read it.
    private boolean peerReads() {
        if (!context().channel().isWritable()) {
            flush();
        }
        return context().channel().isWritable();
    }

    private void tidy() {
        if (!arrived.isReadable()) {
            dropWaitingInput();
        } else if (arrived.readerIndex() > MAX_WAITING) {
            arrived.discardReadBytes();
        }
        boolean mayRead = arrived.readableBytes() < MAX_WAITING
                || !(held || !context().channel().isWritable());
        if (context().channel().config().isAutoRead() != mayRead) {
            context().channel().config().setAutoRead(mayRead);
        }
    }

    private void leave() {
        if (gone) {
            return;
        }
        gone = true;
        ended = true;
        Countdown current = timeout;
        if (current != null) {
            current.cancel();
        }
        if (!working) {
            dropWaitingInput();
        }
        onClosed();
    }
}
