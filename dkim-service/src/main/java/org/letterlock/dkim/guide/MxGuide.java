package org.letterlock.dkim.guide;

import java.util.Comparator;
import java.util.List;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.MailExchanger;

/** The MX records of a domain: mail must come to us, other hosts may stand in. Pure. */
final class MxGuide {
    private static final int PREFERENCE = 10;

    private MxGuide() {}

    static String proposal(Domain host) {
        return PREFERENCE + " " + host.text() + ".";
    }

    static GuideFinding judge(Domain host, DnsAnswer<MailExchanger> answer) {
        return switch (answer) {
            case DnsAnswer.Failed<MailExchanger>(String reason) -> GuideFinding.failed(reason);
            case DnsAnswer.Absent<MailExchanger>(boolean nameExists) ->
                nameExists ? GuideFinding.missing() : GuideFinding.missing("the domain does not exist in DNS");
            case DnsAnswer.Found<MailExchanger>(List<MailExchanger> records, boolean _) -> judge(host, records);
        };
    }

    private static GuideFinding judge(Domain host, List<MailExchanger> records) {
        List<MailExchanger> sorted = records.stream()
                .sorted(Comparator.comparingInt(MailExchanger::preference).thenComparing(MailExchanger::host))
                .toList();
        List<String> found = sorted.stream()
                .map(record -> record.preference() + " " + record.host() + ".")
                .toList();
        if (sorted.stream().anyMatch(record -> record.host().isEmpty())) {
            return GuideFinding.differs(found, "the record says that the domain takes no mail (RFC 7505)");
        }
        List<MailExchanger> own =
                sorted.stream().filter(record -> isHost(host, record)).toList();
        if (own.isEmpty()) {
            return GuideFinding.differs(found, "no record names " + host.text() + ", so mail goes elsewhere");
        }
        return own.getFirst().preference() > sorted.getFirst().preference()
                ? GuideFinding.ok(found, List.of("another host is preferred to " + host.text()))
                : GuideFinding.ok(found, List.of());
    }

    static boolean isHost(Domain host, MailExchanger record) {
        return record.host().equalsIgnoreCase(host.text());
    }
}
