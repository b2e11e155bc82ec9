package org.letterlock.egress.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.dns.DnsServers;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks the DNS by dnsjava, which caches what the records' time to live allows. */
final class DnsNameService implements NameService {
    private final LookupSession session;

    /** @param server {@code HOST:PORT} of the server to ask; null for those of the system */
    DnsNameService(@Nullable String server) {
        session = LookupSession.defaultBuilder()
                .resolver(DnsServers.resolver(server))
                .build();
    }

    @Override
    public Answer<Exchanger> exchangers(String domain) {
        return lookUp(domain, Type.MX, DnsNameService::exchanger);
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
        Answer<InetAddress> six = lookUp(host, Type.AAAA, DnsNameService::address);
        Answer<InetAddress> four = lookUp(host, Type.A, DnsNameService::address);
        List<InetAddress> addresses = new ArrayList<>();
        for (Answer<InetAddress> answer : List.of(six, four)) {
            if (answer instanceof Answer.Records<InetAddress>(List<InetAddress> records)) {
                addresses.addAll(records);
            }
        }
        if (!addresses.isEmpty()) {
            addresses.sort(Comparator.comparingInt(address -> address instanceof Inet6Address ? 0 : 1));
            return new Answer.Records<>(addresses);
        }
        return six instanceof Answer.Failed<InetAddress> ? six : four;
    }

    private <T> Answer<T> lookUp(String domain, int type, Function<Record, T> read) {
        try {
            Name name = Name.fromString(domain, Name.root);
            List<T> records =
                    session.lookupAsync(name, type, DClass.IN).toCompletableFuture().join().getRecords().stream()
                            .map(read)
                            .toList();
            return records.isEmpty() ? new Answer.NoData<>() : new Answer.Records<>(records);
        } catch (TextParseException notAName) {
            return new Answer.NoName<>();
        } catch (CompletionException e) {
            return switch (e.getCause()) {
                case NoSuchDomainException _ -> new Answer.NoName<>();
                case NoSuchRRSetException _ -> new Answer.NoData<>();
                case null, default -> new Answer.Failed<>();
            };
        }
    }

    private static Exchanger exchanger(Record record) {
        MXRecord mx = (MXRecord) record;
        return new Exchanger(mx.getPriority(), mx.getTarget().toString(true).replaceFirst("^\\.$", ""));
    }

    private static InetAddress address(Record record) {
        return record instanceof AAAARecord six ? six.getAddress() : ((ARecord) record).getAddress();
    }
}
