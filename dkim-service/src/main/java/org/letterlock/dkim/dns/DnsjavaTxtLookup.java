package org.letterlock.dkim.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.letterlock.dkim.dns.TxtAnswer.Absent;
import org.letterlock.dkim.dns.TxtAnswer.DanglingAlias;
import org.letterlock.dkim.dns.TxtAnswer.Failed;
import org.letterlock.dkim.dns.TxtAnswer.Found;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.dns.DnsServers;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** {@link TxtLookup} with dnsjava. Answers are not cached: a record that was just published is to be seen. */
final class DnsjavaTxtLookup implements TxtLookup {
    private static final int MAX_SERVERS = 16;
    private static final int MAX_ALIASES = 8;
    private static final int MAX_VALUES = 10;
    private static final Duration UNKNOWN_NEGATIVE_TTL = Duration.ofHours(3); // RFC 2308 section 5: what works well
    private static final Duration MAX_NEGATIVE_TTL = Duration.ofDays(7);

    private final Resolver resolver;
    private final int authoritativePort;

    DnsjavaTxtLookup(Resolver resolver) {
        this(resolver, SimpleResolver.DEFAULT_PORT);
    }

    /** @param authoritativePort where authoritative servers listen; another one only where a test plays them */
    DnsjavaTxtLookup(Resolver resolver, int authoritativePort) {
        this.resolver = resolver;
        this.authoritativePort = authoritativePort;
    }

    @Override
    public Map<String, TxtAnswer> ask(String owner, Domain zone) {
        Name name;
        Name apex;
        try {
            name = Name.fromString(owner);
            apex = Name.fromString(zone.text(), Name.root);
        } catch (TextParseException tooLong) {
            return Map.of(RESOLVER, new Failed("the name is too long for DNS"));
        }
        Map<String, TxtAnswer> answers = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<TxtAnswer>> asked = new LinkedHashMap<>();
            asked.put(RESOLVER, threads.submit(() -> ask(resolver, name, true)));
            authoritativeServers(resolver, apex)
                    .forEach((server, address) -> asked.put(
                            server,
                            threads.submit(() -> address.map(known -> askAuthoritative(known, name))
                                    .orElseGet(() -> new Failed("the server has no address")))));
            asked.forEach((server, answer) -> answers.put(server, require(answer)));
        }
        return answers;
    }

    @Override
    public Duration negativeTtl(Domain zone) {
        try {
            Name current = Name.fromString(zone.text(), Name.root);
            while (current.labels() > 1) {
                Name apex = current;
                Optional<Duration> minimum = records(resolver, apex, Type.SOA).stream()
                        .filter(record -> record.getName().equals(apex))
                        .map(record -> Duration.ofSeconds(((SOARecord) record).getMinimum()))
                        .findFirst();
                if (minimum.isPresent()) {
                    return minimum.get().compareTo(MAX_NEGATIVE_TTL) > 0 ? MAX_NEGATIVE_TTL : minimum.get();
                }
                current = new Name(current, 1);
            }
            return UNKNOWN_NEGATIVE_TTL;
        } catch (IOException noAnswer) {
            return UNKNOWN_NEGATIVE_TTL;
        }
    }

    private static TxtAnswer require(Future<TxtAnswer> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a DNS question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed("interrupted");
        }
    }

    private TxtAnswer askAuthoritative(InetAddress address, Name name) {
        Resolver server = DnsServers.resolverAt(new InetSocketAddress(address, authoritativePort));
        TxtAnswer answer = ask(server, name, false);
        // An alias may leave the zone; this server need not know where it leads.
        return answer instanceof DanglingAlias ? ask(resolver, name, true) : answer;
    }

    private static TxtAnswer ask(Resolver server, Name name, boolean recursive) {
        try {
            Message query = query(name, Type.TXT);
            if (!recursive) {
                query.getHeader().unsetFlag(Flags.RD);
            }
            Message answer = server.send(query);
            if (!recursive && !answer.getHeader().getFlag(Flags.AA)) {
                return new Failed("not authoritative"); // a referral or a lame server says nothing about the record
            }
            return switch (answer.getRcode()) {
                case Rcode.NOERROR, Rcode.NXDOMAIN -> read(answer, name);
                default -> new Failed(Rcode.string(answer.getRcode()));
            };
        } catch (IOException noAnswer) {
            return new Failed("no answer");
        }
    }

    private static TxtAnswer read(Message answer, Name name) {
        Map<Name, Name> aliases = new HashMap<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias) {
                aliases.put(alias.getName(), alias.getTarget());
            }
        }
        Name end = name;
        for (int i = 0; i < MAX_ALIASES && aliases.containsKey(end); i++) {
            end = aliases.get(end);
        }
        // Records of other names are none of our question, whoever put them there.
        List<String> values = new ArrayList<>();
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof TXTRecord txt && txt.getName().equals(end) && values.size() < MAX_VALUES) {
                values.add(String.join("", txt.getStrings()));
            }
        }
        if (!values.isEmpty()) {
            return new Found(values);
        }
        return end.equals(name) ? new Absent() : new DanglingAlias(end.toString(true));
    }

    // The servers of the closest zone above the name; none where the resolver does not tell.
    private static Map<String, Optional<InetAddress>> authoritativeServers(Resolver recursive, Name apex) {
        Map<String, Optional<InetAddress>> servers = new LinkedHashMap<>();
        Name zone = apex;
        List<Name> hosts = List.of();
        try {
            while (hosts.isEmpty() && zone.labels() > 1) {
                Name current = zone;
                hosts = records(recursive, zone, Type.NS).stream()
                        .filter(record -> record.getName().equals(current))
                        .map(record -> ((NSRecord) record).getTarget())
                        .limit(MAX_SERVERS)
                        .toList();
                zone = new Name(zone, 1);
            }
            for (Name host : hosts) {
                servers.put(
                        host.toString(true), addresses(recursive, host).stream().findFirst());
            }
        } catch (IOException noAnswer) {
            // No answer is not "no such zone": going up then would end at servers that know nothing of the record. That
            // the
            // resolver fails is told as its own answer to the question itself.
            return servers;
        }
        return servers;
    }

    private static List<InetAddress> addresses(Resolver recursive, Name host) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        records(recursive, host, Type.A).forEach(record -> addresses.add(((ARecord) record).getAddress()));
        if (addresses.isEmpty()) {
            records(recursive, host, Type.AAAA).forEach(record -> addresses.add(((AAAARecord) record).getAddress()));
        }
        return addresses;
    }

    private static List<Record> records(Resolver recursive, Name name, int type) throws IOException {
        Message answer = recursive.send(query(name, type));
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new IOException(Rcode.string(answer.getRcode()));
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .toList();
    }

    private static Message query(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }
}
