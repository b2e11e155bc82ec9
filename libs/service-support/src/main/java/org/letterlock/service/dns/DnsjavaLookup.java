package org.letterlock.service.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * {@link DnsLookup} with dnsjava. A question takes at most {@link DnsServers#BUDGET}, its aliases included, and is
 * {@link DnsAnswer.Failed} then. Whatever goes wrong is a failure; that there is no record must have been said by a server.
 * Blocks the thread; safe for use by several.
 */
public final class DnsjavaLookup implements DnsLookup {
    private static final long CACHE_OCTETS = 16L << 20;

    private final Resolver resolver;
    private final Optional<DnsCache> cache;
    private final Duration budget;

    DnsjavaLookup(Resolver resolver, Optional<DnsCache> cache, Duration budget) {
        this.resolver = resolver;
        this.cache = cache;
        this.budget = budget;
    }

    /**
     * A lookup that keeps answers while they hold: a minute at least and a day at most, no more than 16 MiB together.
     *
     * @param server {@code HOST:PORT} of the server to ask; null for those of the system
     * @throws IllegalArgumentException if it is no such
     */
    public static DnsjavaLookup caching(@Nullable String server, InstantSource clock) {
        return new DnsjavaLookup(
                DnsServers.resolver(server), Optional.of(new DnsCache(CACHE_OCTETS, clock)), DnsServers.BUDGET);
    }

    /** The same without a cache, to see what was published just now. */
    public static DnsjavaLookup uncached(@Nullable String server) {
        return new DnsjavaLookup(DnsServers.resolver(server), Optional.empty(), DnsServers.BUDGET);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return ask(name, Type.TXT, DnsjavaLookup::text);
    }

    @Override
    public DnsAnswer<InetAddress> addresses(String name, AddressFamily family) {
        return switch (family) {
            case IPV4 -> ask(name, Type.A, record -> ((ARecord) record).getAddress());
            case IPV6 -> ask(name, Type.AAAA, record -> ((AAAARecord) record).getAddress());
        };
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String name) {
        return ask(name, Type.MX, record -> {
            MXRecord exchanger = (MXRecord) record;
            return new MailExchanger(exchanger.getPriority(), DnsNames.format(exchanger.getTarget()));
        });
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return ask(
                ReverseMap.fromAddress(address), Type.PTR, record -> DnsNames.format(((PTRRecord) record).getTarget()));
    }

    private static String text(Record record) {
        StringBuilder text = new StringBuilder();
        for (byte[] string : ((TXTRecord) record).getStringsAsByteArrays()) {
            text.append(new String(string, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private <T> DnsAnswer<T> ask(String name, int type, Function<Record, T> read) {
        return DnsNames.parse(name)
                .map(question -> ask(question, type, read))
                .orElseGet(() -> new DnsAnswer.Absent<>(false));
    }

    private <T> DnsAnswer<T> ask(Name name, int type, Function<Record, T> read) {
        return switch (reply(name, type)) {
            case DnsReply.Records(var records, boolean authenticated, long _) ->
                new DnsAnswer.Found<>(records.stream().map(read).toList(), authenticated);
            case DnsReply.None(boolean nameExists, var _) -> new DnsAnswer.Absent<>(nameExists);
            case DnsReply.AliasOf _ -> new DnsAnswer.Failed<>("too many aliases");
            case DnsReply.Unusable(String reason) -> new DnsAnswer.Failed<>(reason);
        };
    }

    private DnsReply reply(Name name, int type) {
        DnsCache.Question question = new DnsCache.Question(name, type);
        Optional<DnsReply> known = cache.flatMap(kept -> kept.find(question));
        if (known.isPresent()) {
            return known.get();
        }
        DnsReply reply = follow(name, type);
        cache.ifPresent(kept -> kept.keep(question, reply));
        return reply;
    }

    // A resolver follows aliases to their end; some forwarders do not, and leave the rest of the way to us.
    private DnsReply follow(Name name, int type) {
        long deadline = System.nanoTime() + budget.toNanos();
        DnsReply reply = exchange(name, type, deadline);
        int aliases = 0;
        long seconds = Long.MAX_VALUE;
        while (reply instanceof DnsReply.AliasOf(Name target, int more, long shortest)) {
            aliases += more;
            seconds = Math.min(seconds, shortest);
            if (aliases > DnsReply.MAX_ALIASES) {
                return new DnsReply.Unusable("too many aliases");
            }
            reply = exchange(target, type, deadline);
        }
        return aliases == 0 ? reply : shortened(reply, seconds);
    }

    // An answer does not outlive the aliases that led to it. Whether those are vouched for, its own reply does not say.
    private static DnsReply shortened(DnsReply reply, long seconds) {
        return switch (reply) {
            case DnsReply.Records(var records, boolean _, long own) ->
                new DnsReply.Records(records, false, Math.min(own, seconds));
            case DnsReply.None(boolean exists, Optional<Duration> time) ->
                new DnsReply.None(exists, time.map(own -> Duration.ofSeconds(Math.min(own.toSeconds(), seconds))));
            case DnsReply.AliasOf _, DnsReply.Unusable _ -> reply;
        };
    }

    private DnsReply exchange(Name name, int type, long deadline) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.AD); // asks for that bit in the reply: RFC 6840 section 5.7
        CompletableFuture<Message> reply =
                resolver.sendAsync(query, Thread::startVirtualThread).toCompletableFuture();
        try {
            return DnsReply.read(reply.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS), name, type);
        } catch (TimeoutException e) {
            reply.cancel(true);
            return new DnsReply.Unusable("timeout");
        } catch (ExecutionException e) {
            return new DnsReply.Unusable(e.getCause() instanceof IOException ? "no answer" : "unusable answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DnsReply.Unusable("interrupted");
        }
    }
}
