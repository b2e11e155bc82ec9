package org.letterlock.ingress.smtp.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.letterlock.contracts.access.IpAddress;

/**
 * What each client did within the last hour, to the minute. Remembers at most {@value #MAX_CLIENTS} clients; who has done
 * nothing for longest is forgotten first. Safe for use by any thread.
 */
final class HourlyCounts {
    static final int MAX_CLIENTS = 50_000;
    private static final int MINUTES = 60;

    private final Map<IpAddress, Minutes> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, Minutes> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    /** One more; what is older than an hour is nothing. */
    synchronized void add(IpAddress client, Instant at, Instant now) {
        long age = Duration.between(at, now).toMinutes();
        if (age < MINUTES) {
            clients.computeIfAbsent(client, _ -> new Minutes(minute(now))).add(minute(now), Math.max(0, age));
        }
    }

    /** How many there are. */
    synchronized int of(IpAddress client, Instant now) {
        Minutes found = clients.get(client);
        return found == null ? 0 : found.sum(minute(now));
    }

    private static long minute(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), 60);
    }

    /** A ring of the last minutes. */
    private static final class Minutes {
        private final int[] counts = new int[MINUTES];
        private long newest;

        Minutes(long minute) {
            newest = minute;
        }

        void add(long minute, long age) {
            advance(minute);
            counts[Math.floorMod(minute - age, MINUTES)]++;
        }

        int sum(long minute) {
            advance(minute);
            return Arrays.stream(counts).sum();
        }

        private void advance(long minute) {
            long first = Math.max(newest + 1, minute - MINUTES + 1);
            for (long passed = first; passed <= minute; passed++) {
                counts[Math.floorMod(passed, MINUTES)] = 0;
            }
            newest = Math.max(newest, minute);
        }
    }
}
