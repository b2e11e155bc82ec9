package org.letterlock.ingress.smtp.content;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of all messages that are arriving is in memory, so that many slow senders cannot fill it: above the limit no new
 * message is begun. Safe for use by any thread.
 */
public final class HeldOctets {
    /** More than this of one message is in the content store. */
    private static final long MOST_OF_ONE = 512 * 1024;

    private final AtomicLong held = new AtomicLong();
    private final long limit;

    /** Nothing is held yet. */
    public HeldOctets(long limit) {
        this.limit = limit;
    }

    /** Whether there is room for another message. */
    public boolean hasRoom() {
        return held.get() < limit;
    }

    /** The share of one message; given back once. Confined to that message's event loop. */
    Share share() {
        return new Share();
    }

    final class Share {
        private long counted;
        private boolean released;

        void add(int octets) {
            long more = Math.min(octets, MOST_OF_ONE - counted);
            if (!released && more > 0) {
                counted += more;
                held.addAndGet(more);
            }
        }

        void release() {
            if (!released) {
                released = true;
                held.addAndGet(-counted);
            }
        }
    }
}
