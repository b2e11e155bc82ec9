package org.letterlock.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the fake server knows, and how it misbehaves on demand. */
final class FakeZone {
    /** Ways not to answer. */
    enum Fault {
        SERVFAIL,
        SILENCE
    }

    private static final int MAX_ALIASES = 8;

    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Map<Name, Fault> faults = new HashMap<>(); // guarded by itself

    void add(Record record) {
        records.add(record);
    }

    void set(Record record) {
        records.removeIf(other -> other.getName().equals(record.getName()) && other.getType() == record.getType());
        records.add(record);
    }

    void remove(Name name) {
        records.removeIf(record -> record.getName().equals(name));
        synchronized (faults) {
            faults.remove(name);
        }
    }

    void fault(Name name, Fault fault) {
        synchronized (faults) {
            faults.put(name, fault);
        }
    }

    private Optional<Fault> faultOf(Name name) {
        synchronized (faults) {
            return Optional.ofNullable(faults.get(name));
        }
    }

    Optional<Message> answer(Message query, Record asked) {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            answer.getHeader().setFlag(Flags.RD);
        } else {
            answer.getHeader().setFlag(Flags.AA); // who asks without recursion takes us for the zone's own server
        }
        answer.addRecord(asked, Section.QUESTION);
        return fill(answer, asked.getName(), asked.getType()) ? Optional.of(answer) : Optional.empty();
    }

    /** False for silence. */
    private boolean fill(Message answer, Name first, int type) {
        Name name = first;
        for (int aliases = 0; aliases < MAX_ALIASES; aliases++) {
            var fault = faultOf(name);
            if (fault.isPresent()) {
                answer.getHeader().setRcode(Rcode.SERVFAIL);
                return fault.get() != Fault.SILENCE;
            }
            Name current = name;
            var here = records.stream()
                    .filter(each -> each.getName().equals(current))
                    .toList();
            var matching = here.stream()
                    .filter(each -> each.getType() == type || type == Type.ANY)
                    .toList();
            matching.forEach(each -> answer.addRecord(each, Section.ANSWER));
            var alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .findFirst();
            if (!matching.isEmpty() || alias.isEmpty()) {
                if (!exists(current)) {
                    answer.getHeader().setRcode(Rcode.NXDOMAIN);
                }
                return true;
            }
            answer.addRecord(alias.get(), Section.ANSWER);
            name = alias.get().getTarget();
        }
        answer.getHeader().setRcode(Rcode.SERVFAIL);
        return true;
    }

    /** A name exists when it, or a name below it, has a record: RFC 8020. */
    private boolean exists(Name name) {
        return records.stream().anyMatch(record -> record.getName().subdomain(name));
    }
}
