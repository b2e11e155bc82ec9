package org.letterlock.service.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Replies of the DNS, for as long as they hold: their time to live, but at least a minute and at most a day (FLOW-5, DKIM-46).
 * What was used longest ago goes when the records come to a number of octets. Safe for use by several threads.
 */
final class DnsCache {
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final long SIGN_BIT = 1L << 31;
    private static final int OVERHEAD = 512; // of an entry and its objects, about, in octets

    private final long capacity;
    private final InstantSource clock;
    private final LinkedHashMap<Question, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
    private long size; // guarded by this

    /** A question; names are equal in any case. */
    record Question(Name name, int type) {}

    private record Entry(DnsReply reply, Instant goodUntil, long size) {}

    /** @param capacity of all together, in octets */
    DnsCache(long capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    synchronized Optional<DnsReply> find(Question question) {
        Entry entry = entries.get(question);
        if (entry == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(entry.goodUntil())) {
            forget(question);
            return Optional.empty();
        }
        return Optional.of(entry.reply());
    }

    /** Keeps a reply, unless it is one that must not be kept. */
    void keep(Question question, DnsReply reply) {
        switch (reply) {
            case DnsReply.Records records -> keep(question, records, bounded(records.secondsToLive()), size(records));
            case DnsReply.None none ->
                none.timeToLive().ifPresent(time -> keep(question, none, bounded(time.toSeconds()), OVERHEAD));
            case DnsReply.AliasOf _, DnsReply.Unusable _ -> {}
        }
    }

    private synchronized void keep(Question question, DnsReply reply, Duration good, long octets) {
        forget(question);
        entries.put(question, new Entry(reply, clock.instant().plus(good), octets));
        size += octets;
        while (size > capacity) {
            forget(entries.firstEntry().getKey());
        }
    }

    private synchronized void forget(Question question) {
        Entry gone = entries.remove(question);
        if (gone != null) {
            size -= gone.size();
        }
    }

    /** How many replies are kept. */
    synchronized int count() {
        return entries.size();
    }

    private static long size(DnsReply.Records records) {
        long octets = OVERHEAD;
        for (Record record : records.records()) {
            octets += 128 + record.rdataToWireCanonical().length;
        }
        return octets;
    }

    private static Duration bounded(long seconds) {
        // "treat TTL values received with the most significant bit set as if the entire value received was zero":
        // RFC 2181 section 8
        long good = seconds >= SIGN_BIT ? 0 : seconds;
        return Duration.ofSeconds(Math.clamp(good, SHORTEST.toSeconds(), LONGEST.toSeconds()));
    }
}
