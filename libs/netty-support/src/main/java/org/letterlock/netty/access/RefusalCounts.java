package org.letterlock.netty.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpAddress.Family;

/**
 * Keeps refusals from flooding the log: one line per minute, service and address, with a count (CONN-7). All addresses of an
 * IPv6 /64 are one, as they are one client's. Remembers at most {@value #MAX_ADDRESSES} of them, the oldest are forgotten
 * first. Safe for use by any thread.
 */
public final class RefusalCounts {
    private static final int MAX_ADDRESSES = 10_000;
    private static final int IPV6_PREFIX = 64;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Key(String service, IpAddress client, String reason) {}

    private record Window(Instant since, int unreported) {}

    private final InstantSource clock;
    private final Map<Key, Window> windows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    /** Counts by the minutes of {@code clock}. */
    public RefusalCounts(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one refusal; how many there were since the last line if a line is due now. */
    public synchronized OptionalInt count(String service, IpAddress peer, String reason) {
        Instant now = clock.instant();
        IpAddress client = peer.family() == Family.IPV6 ? peer.first(IPV6_PREFIX) : peer;
        Key key = new Key(service, client, reason);
        Window window = windows.get(key);
        // A clock that was set back must not silence the log until it has caught up.
        if (window != null
                && !now.isBefore(window.since())
                && now.isBefore(window.since().plus(WINDOW))) {
            windows.put(key, new Window(window.since(), window.unreported() + 1));
            return OptionalInt.empty();
        }
        windows.put(key, new Window(now, 0));
        return OptionalInt.of(window == null ? 1 : window.unreported() + 1);
    }

    /** How log lines name a service. */
    public static String label(String service) {
        return service.toUpperCase(Locale.ROOT);
    }
}
