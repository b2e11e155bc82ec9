package org.letterlock.service.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What one reply of a resolver says of a question. Reading it is pure and takes nothing that was not asked for. */
sealed interface DnsReply {
    /**
     * Records of the name, or of what it is an alias of.
     *
     * @param records at least one, all of the type
     * @param secondsToLive of the shortest-lived, aliases included
     */
    record Records(List<Record> records, boolean authenticated, long secondsToLive) implements DnsReply {
        public Records {
            records = List.copyOf(records);
        }
    }

    /**
     * No record of the type.
     *
     * @param timeToLive how long that holds (RFC 2308 section 5); empty where the reply does not tell, so that it must not be kept
     */
    record None(boolean nameExists, Optional<Duration> timeToLive) implements DnsReply {}

    /** The name is an alias of another, of which the reply says nothing. */
    record AliasOf(Name target, int aliases, long secondsToLive) implements DnsReply {}

    /** Nothing that can be used. */
    record Unusable(String reason) implements DnsReply {}

    /** More aliases in a row than this are a mistake, or an attack. */
    int MAX_ALIASES = 8;

    /** Reads a reply to the question for records of that name and type, whose own question the client has compared already. */
    static DnsReply read(Message reply, Name name, int type) {
        if (!reply.getHeader().getFlag(Flags.QR) || reply.getHeader().getOpcode() != Opcode.QUERY) {
            return new Unusable("not a reply");
        }
        int code = reply.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new Unusable(Rcode.string(code));
        }
        if (reply.getHeader().getFlag(Flags.TC)) {
            return new Unusable("truncated");
        }
        return readAnswer(reply, name, type);
    }

    private static DnsReply readAnswer(Message reply, Name name, int type) {
        List<Record> answer = reply.getSection(Section.ANSWER);
        Set<Name> seen = new HashSet<>(Set.of(name));
        Name end = name;
        long seconds = Long.MAX_VALUE;
        for (Optional<CNAMERecord> alias = aliasOf(answer, end); alias.isPresent(); alias = aliasOf(answer, end)) {
            end = alias.get().getTarget();
            seconds = Math.min(seconds, alias.get().getTTL());
            if (!seen.add(end)) {
                return new Unusable("alias loop");
            }
            if (seen.size() - 1 > MAX_ALIASES) {
                return new Unusable("too many aliases");
            }
        }
        List<Record> records = new ArrayList<>();
        for (Record record : answer) {
            if (record.getType() == type
                    && record.getDClass() == DClass.IN
                    && record.getName().equals(end)) {
                records.add(record);
                seconds = Math.min(seconds, record.getTTL());
            }
        }
        if (!records.isEmpty()) {
            return new Records(records, reply.getHeader().getFlag(Flags.AD), seconds);
        }
        return nothingOf(reply, name, end, seen.size() - 1, seconds);
    }

    private static DnsReply nothingOf(Message reply, Name name, Name end, int aliases, long seconds) {
        List<Record> authority = reply.getSection(Section.AUTHORITY);
        Optional<SOARecord> start = authority.stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> end.subdomain(soa.getName()))
                .findFirst();
        Optional<Duration> timeToLive =
                start.map(soa -> Duration.ofSeconds(Math.min(seconds, Math.min(soa.getTTL(), soa.getMinimum()))));
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new None(false, timeToLive); // with aliases, it speaks of the last of them: RFC 6604 section 3
        }
        if (start.isPresent()) {
            return new None(true, timeToLive);
        }
        if (!end.equals(name)) {
            return new AliasOf(end, aliases, seconds);
        }
        // Name servers without a start of authority refer to somebody else: RFC 2308 section 2.2.
        return authority.stream().anyMatch(record -> record.getType() == Type.NS)
                ? new Unusable("referral")
                : new None(true, Optional.empty());
    }

    private static Optional<CNAMERecord> aliasOf(List<Record> answer, Name name) {
        return answer.stream()
                .filter(CNAMERecord.class::isInstance)
                .map(CNAMERecord.class::cast)
                .filter(alias ->
                        alias.getDClass() == DClass.IN && alias.getName().equals(name))
                .findFirst();
    }
}
