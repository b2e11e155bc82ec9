package org.letterlock.dkim.guide;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.spf.SpfEvaluator;
import org.letterlock.messageauth.spf.SpfOutcome;
import org.letterlock.messageauth.spf.SpfResult;

/** The SPF record of a domain (RFC 7208): exactly one, and it lets our host send. Pure. */
final class SpfGuide {
    private static final String VERSION = "v=spf1";

    private SpfGuide() {}

    static String proposal(Domain host) {
        return VERSION + " a:" + host.text() + " -all";
    }

    /**
     * What the record makes of mail that comes from an address of our host.
     *
     * @param outcome of an evaluation with everything that the record refers to
     */
    record OfAddress(InetAddress address, SpfOutcome outcome) {}

    /** @param evaluated for each address that our host has */
    static GuideFinding judge(DnsAnswer<String> answer, List<OfAddress> evaluated) {
        return switch (answer) {
            case DnsAnswer.Failed<String>(String reason) -> GuideFinding.failed(reason);
            case DnsAnswer.Absent<String> _ -> GuideFinding.missing();
            case DnsAnswer.Found<String>(List<String> texts, boolean _) -> judge(texts, evaluated);
        };
    }

    private static GuideFinding judge(List<String> texts, List<OfAddress> evaluated) {
        List<String> records = texts.stream().filter(SpfEvaluator::isRecord).toList();
        if (records.size() > 1) {
            return GuideFinding.differs(
                    records,
                    records.size() + " SPF records, of which none counts: there must be one (RFC 7208 section 4.5)");
        }
        if (records.size() == 1) {
            return judge(records.getFirst(), evaluated);
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

    private static GuideFinding judge(String record, List<OfAddress> evaluated) {
        List<String> terms = Arrays.stream(record.toLowerCase(Locale.ROOT).split(" +"))
                .skip(1)
                .toList();
        List<String> remarks = new ArrayList<>();
        if (terms.contains("+all") || terms.contains("all")) {
            remarks.add("all passes everybody: anyone may send as this domain");
        } else if (terms.stream().noneMatch(term -> term.endsWith("all") || term.startsWith("redirect="))) {
            remarks.add("the record does not end with -all or ~all, so that it says nothing about other hosts");
        }
        if (evaluated.isEmpty()) {
            remarks.add("this host has no address in DNS, so that no record can cover it by its name");
        }
        evaluated.stream()
                .filter(each -> each.outcome().result() != SpfResult.PASS)
                .map(each -> "mail from " + each.address().getHostAddress() + " gets "
                        + each.outcome().result().name().toLowerCase(Locale.ROOT) + ": "
                        + each.outcome().detail())
                .forEach(remarks::add);
        return remarks.isEmpty()
                ? GuideFinding.ok(List.of(record), List.of())
                : new GuideFinding(GuideState.DIFFERS, List.of(record), remarks);
    }
}
