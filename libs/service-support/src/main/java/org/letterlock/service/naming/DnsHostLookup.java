package org.letterlock.service.naming;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.service.dns.DnsServers;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** {@link HostLookup} with dnsjava. An answer is good as long as the shortest-lived of its records, aliases included. */
final class DnsHostLookup implements HostLookup {
    /** A name with more of them is none that somebody puts into a group by intent. */
    private static final int MAX_ADDRESSES = 256;

    private final Resolver resolver;

    /** @param server {@code HOST:PORT} of the server to ask; null for those of the system */
    DnsHostLookup(@Nullable String server) {
        resolver = DnsServers.resolver(server);
    }

    @Override
    public HostAnswer addressesOf(String name) {
        Set<IpAddress> addresses = new HashSet<>();
        long seconds = Long.MAX_VALUE;
        try {
            Name host = Name.fromString(name, Name.root);
            for (int type : new int[] {Type.A, Type.AAAA}) {
                for (Record record : answer(host, type)) {
                    seconds = Math.min(seconds, record.getTTL());
                    add(record, addresses);
                }
            }
        } catch (TextParseException notAName) {
            return new HostAnswer.NoAddress();
        } catch (IOException e) {
            return new HostAnswer.Failed(String.valueOf(e.getMessage()));
        }
        if (addresses.size() > MAX_ADDRESSES) {
            return new HostAnswer.Failed("more than " + MAX_ADDRESSES + " addresses");
        }
        return addresses.isEmpty()
                ? new HostAnswer.NoAddress()
                : new HostAnswer.Found(addresses, Duration.ofSeconds(seconds));
    }

    private static void add(Record record, Set<IpAddress> addresses) {
        switch (record) {
            case ARecord four -> addresses.add(IpAddress.of(four.getAddress().getAddress()));
            case AAAARecord six -> addresses.add(IpAddress.of(six.getAddress().getAddress()));
            default -> {} // an alias on the way
        }
    }

    private List<Record> answer(Name host, int type) throws IOException {
        Message answer = resolver.send(Message.newQuery(Record.newRecord(host, type, DClass.IN)));
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new IOException(Rcode.string(answer.getRcode()));
        }
        return answer.getSection(Section.ANSWER);
    }
}
