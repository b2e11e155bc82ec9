package org.letterlock.dkim.guide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.MailExchanger;

/** The SPF record of a domain (RFC 7208): exactly one, and it lets our host send. Pure. */
final class SpfGuide {
    private static final String VERSION = "v=spf1";

    private SpfGuide() {}

    static String proposal(Domain host) {
        return VERSION + " a:" + host.text() + " -all";
    }

    /** @param exchangers what the domain's MX records say, which the record may refer to */
    static GuideFinding judge(Domain host, DnsAnswer<String> answer, DnsAnswer<MailExchanger> exchangers) {
        return switch (answer) {
            case DnsAnswer.Failed<String>(String reason) -> GuideFinding.failed(reason);
            case DnsAnswer.Absent<String> _ -> GuideFinding.missing();
            case DnsAnswer.Found<String>(List<String> texts, boolean _) -> judge(host, texts, exchangers);
        };
    }

    private static GuideFinding judge(Domain host, List<String> texts, DnsAnswer<MailExchanger> exchangers) {
        List<String> records = texts.stream().filter(SpfGuide::isRecord).toList();
        if (records.size() > 1) {
            return GuideFinding.differs(
                    records,
                    records.size() + " SPF records, of which none counts: there must be one (RFC 7208 section 4.5)");
        }
        if (records.size() == 1) {
            return judge(host, records.getFirst(), exchangers);
        }
        List<String> similar = texts.stream()
                .filter(text -> text.toLowerCase(Locale.ROOT).contains("spf"))
                .toList();
        if (similar.isEmpty()) {
            return GuideFinding.missing();
        }
        return similar.stream().anyMatch(text -> text.startsWith("\""))
                ? GuideFinding.differs(similar, "the value has quotes inside, so that it is no SPF record")
                : GuideFinding.differs(
                        similar, "no value begins with \"" + VERSION + " \", so that none is an SPF record");
    }

    private static GuideFinding judge(Domain host, String record, DnsAnswer<MailExchanger> exchangers) {
        List<String> terms = Arrays.stream(record.toLowerCase(Locale.ROOT).split(" +"))
                .skip(1)
                .toList();
        List<String> remarks = new ArrayList<>();
        if (terms.contains("+all") || terms.contains("all")) {
            remarks.add("all passes everybody: anyone may send as this domain");
        } else if (terms.stream().noneMatch(term -> term.endsWith("all") || term.startsWith("redirect="))) {
            remarks.add("the record does not end with -all or ~all, so that it says nothing about other hosts");
        }
        String own = "a:" + host.text().toLowerCase(Locale.ROOT);
        boolean lets = terms.stream()
                .map(SpfGuide::withoutPlus)
                .anyMatch(term -> term.equals(own) || (term.equals("mx") && leadHere(host, exchangers)));
        if (lets && remarks.isEmpty()) {
            return GuideFinding.ok(List.of(record), List.of());
        }
        if (!lets) {
            remarks.add("the record names neither a:" + host.text()
                    + " nor mx where that leads here; whether another of its"
                    + " terms covers the host is not looked at");
        }
        return new GuideFinding(GuideState.DIFFERS, List.of(record), remarks);
    }

    private static boolean leadHere(Domain host, DnsAnswer<MailExchanger> exchangers) {
        return exchangers instanceof DnsAnswer.Found<MailExchanger>(List<MailExchanger> records, boolean _)
                && records.stream().anyMatch(record -> MxGuide.isHost(host, record));
    }

    private static String withoutPlus(String term) {
        return term.startsWith("+") ? term.substring(1) : term;
    }

    // "the version section is terminated by either an SP character or the end of the record": section 4.5
    private static boolean isRecord(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }
}
