package org.letterlock.admin.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** How many requests somebody may make within a minute of the clock (API-11). Safe for use by any thread. */
final class RateLimits {
    static final int PER_PRINCIPAL = 600;
    static final int PER_ADDRESS = 60;
    private static final long MINUTE_MILLIS = 60_000;
    private static final int MAX_REMEMBERED = 100_000;
    private static final int NETWORK_OCTETS = 8; // an IPv4 address has fewer

    private final InstantSource clock;
    private final Cache<Window, AtomicInteger> used = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(2))
            .maximumSize(MAX_REMEMBERED)
            .build();

    RateLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a request of somebody who has shown a token. */
    void countPrincipal(String account) {
        count("principal " + account, PER_PRINCIPAL);
    }

    /** Counts a request without a token. */
    void countAnonymous(String address) {
        count("address " + network(address), PER_ADDRESS);
    }

    /** Counts a request with a token that is none. Apart from the others: who asks without one must not keep tokens out. */
    void countRefused(String address) {
        count("refused " + network(address), PER_ADDRESS);
    }

    /** Ends a request of an address that has shown too many tokens that were none. */
    void requireTokensAllowed(String address) {
        long now = clock.millis();
        AtomicInteger count = used.getIfPresent(new Window("refused " + network(address), now / MINUTE_MILLIS));
        if (count != null && count.get() >= PER_ADDRESS) {
            throw limited(now);
        }
    }

    private void count(String who, int limit) {
        long now = clock.millis();
        AtomicInteger count = used.get(new Window(who, now / MINUTE_MILLIS), _ -> new AtomicInteger());
        if (count.incrementAndGet() > limit) {
            throw limited(now);
        }
    }

    // Whoever has one IPv6 address has a network of them.
    private static String network(String address) {
        byte[] octets = InetAddress.ofLiteral(address).getAddress();
        return HexFormat.of().formatHex(octets, 0, Math.min(octets.length, NETWORK_OCTETS));
    }

    private static ProblemException limited(long now) {
        long seconds = (MINUTE_MILLIS - now % MINUTE_MILLIS) / 1000 + 1;
        return new ProblemException(ProblemType.RATE_LIMITED, "Too many requests; wait a little.")
                .with("retryAfter", seconds);
    }

    private record Window(String who, long minute) {}
}
