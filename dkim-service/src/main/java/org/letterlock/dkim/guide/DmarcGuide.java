package org.letterlock.dkim.guide;

import java.util.List;
import java.util.Optional;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dmarc.DmarcPolicy;
import org.letterlock.messageauth.dmarc.DmarcRecord;
import org.letterlock.messageauth.dns.DnsAnswer;

/** The DMARC record of a domain: exactly one, with a policy. Pure. */
final class DmarcGuide {
    private static final String VERSION = "DMARC1";

    private DmarcGuide() {}

    static String proposal() {
        return "v=" + VERSION + "; p=quarantine";
    }

    /** Where the record belongs, absolute. */
    static String ownerOf(Domain domain) {
        return "_dmarc." + domain.text() + ".";
    }

    static GuideFinding judge(DnsAnswer<String> answer) {
        return switch (answer) {
            case DnsAnswer.Failed<String>(String reason) -> GuideFinding.failed(reason);
            case DnsAnswer.Absent<String> _ -> GuideFinding.missing();
            case DnsAnswer.Found<String>(List<String> texts, boolean _) -> judge(texts);
        };
    }

    private static GuideFinding judge(List<String> texts) {
        List<String> records = texts.stream().filter(DmarcRecord::isRecord).toList();
        if (records.size() > 1) {
            return GuideFinding.differs(
                    records, records.size() + " DMARC records, which count as none: there must be one");
        }
        if (records.size() == 1) {
            return judge(records.getFirst());
        }
        return texts.stream().anyMatch(text -> text.startsWith("\""))
                ? GuideFinding.differs(texts, "the value has quotes inside, so that it is no DMARC record")
                : GuideFinding.differs(texts, "no value begins with v=" + VERSION + ", so that none is a DMARC record");
    }

    private static GuideFinding judge(String text) {
        List<String> found = List.of(text);
        Optional<DmarcRecord> record = DmarcRecord.read(text);
        if (record.isEmpty()) {
            return GuideFinding.differs(found, "p=, sp= or np= is none of none, quarantine and reject");
        }
        if (record.get().policy() == DmarcPolicy.NONE) {
            return GuideFinding.ok(found, List.of("receivers read it as p=none, and do nothing with mail that fails"));
        }
        return record.get().testing()
                ? GuideFinding.ok(
                        found, List.of("with t=y, the domain is testing, and receivers are milder than p= says"))
                : GuideFinding.ok(found, List.of());
    }
}
