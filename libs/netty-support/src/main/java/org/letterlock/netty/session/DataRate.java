package org.letterlock.netty.session;

import io.netty.channel.EventLoop;
import java.time.Duration;

/**
 * Ends transfers that are slower than a rate, averaged over a window, so that a peer cannot hold a connection for ever by
 * sending a single octet now and then. Confined to its event loop.
 */
public final class DataRate {
    private final Countdown window;
    private final Duration length;
    private final long leastOctets;
    private final Runnable onTooSlow;
    private long octets;

    /** A watch that does not run yet. */
    public DataRate(EventLoop loop, long octetsPerSecond, Duration window, Runnable onTooSlow) {
        this.length = window;
        this.leastOctets = octetsPerSecond * window.toSeconds();
        this.onTooSlow = onTooSlow;
        this.window = new Countdown(loop, this::windowEnds);
    }

    /** The transfer begins. */
    public void start() {
        octets = 0;
        window.start(length);
    }

    /** So much has arrived. */
    public void count(long arrived) {
        octets += arrived;
    }

    /** The transfer is over, or we are the ones who let the peer wait. */
    public void stop() {
        window.stop();
    }

    /** As {@link Countdown#cancel()}. */
    public void cancel() {
        window.cancel();
    }

    private void windowEnds() {
        if (octets < leastOctets) {
            onTooSlow.run();
        } else {
            start();
        }
    }
}
