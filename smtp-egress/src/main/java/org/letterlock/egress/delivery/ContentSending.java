package org.letterlock.egress.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.letterlock.smtp.client.ClientEvent;
import org.letterlock.smtp.framing.DotStuffing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the content of a message on a virtual thread of its own, since reading it may block. The next piece is read when the
 * one before is with the network, so that a slow peer costs one piece of memory.
 */
final class ContentSending {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSending.class);
    private static final int PIECE = 32 * 1024;

    private final Channel channel;
    private final ContentSource source;
    private final DeliveryDriver driver;

    private ContentSending(Channel channel, ContentSource source, DeliveryDriver driver) {
        this.channel = channel;
        this.source = source;
        this.driver = driver;
    }

    /** Starts; the driver hears of the end by an event on its event loop. */
    static void start(Channel channel, ContentSource source, DeliveryDriver driver) {
        ContentSending sending = new ContentSending(channel, source, driver);
        Thread.ofVirtual().name("content-" + channel.id().asShortText()).start(sending::run);
    }

    private void run() {
        try (InputStream content = source.open()) {
            DotStuffing stuffing = new DotStuffing();
            byte[] piece = new byte[PIECE];
            int length = content.readNBytes(piece, 0, PIECE);
            while (length == PIECE) {
                if (!write(encoded(stuffing, piece, length))) {
                    return; // the connection is gone; the driver knows
                }
                length = content.readNBytes(piece, 0, PIECE);
            }
            ByteBuf last = encoded(stuffing, piece, length);
            finish(stuffing, last);
        } catch (IOException | RuntimeException e) { // the edge of the thread: the driver tells what it came to
            boolean mayPass = Failures.categoryOf(e) == FailureCategory.RESOURCE || e instanceof IOException;
            LOG.error("a content cannot be {}", mayPass ? "read now" : "sent", e);
            tell(mayPass ? new ClientEvent.ContentUnreadable() : new ClientEvent.ContentUnsendable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ByteBuf encoded(DotStuffing stuffing, byte[] piece, int length) {
        ByteBuf out = channel.alloc().buffer(PIECE + PIECE / 16);
        try {
            stuffing.encode(ByteBuffer.wrap(piece, 0, length), out::writeBytes);
            return out;
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
    }

    private boolean write(ByteBuf out) throws InterruptedException {
        ChannelFuture written = channel.writeAndFlush(out).await();
        if (written.isSuccess()) {
            channel.eventLoop().execute(driver::progressed);
        }
        return written.isSuccess();
    }

    // In one turn of the event loop: the answer to the final dot cannot arrive before the driver knows that it was
    // sent.
    private void finish(DotStuffing stuffing, ByteBuf last) {
        try {
            stuffing.finish(last::writeBytes);
        } catch (RuntimeException e) {
            last.release();
            throw e;
        }
        channel.eventLoop().execute(() -> {
            var _ = channel.writeAndFlush(last);
            driver.happens(new ClientEvent.ContentSent());
        });
    }

    private void tell(ClientEvent event) {
        channel.eventLoop().execute(() -> driver.happens(event));
    }
}
