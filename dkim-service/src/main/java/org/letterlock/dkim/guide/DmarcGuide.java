package org.letterlock.dkim.guide;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.tag.TagList;

/** The DMARC record of a domain: exactly one, with a policy. Pure. */
final class DmarcGuide {
    private static final String VERSION = "DMARC1";
    private static final Set<String> POLICIES = Set.of("none", "quarantine", "reject");

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
        List<String> records = texts.stream().filter(DmarcGuide::isRecord).toList();
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

    private static GuideFinding judge(String record) {
        List<String> found = List.of(record);
        return switch (TagList.parse(record)) {
            case SyntaxError<TagList>(int offset, String expected) ->
                GuideFinding.differs(found, "at character " + (offset + 1) + ", " + expected + " is expected");
            case Parsed<TagList>(TagList tags) -> judge(found, tags);
        };
    }

    private static GuideFinding judge(List<String> found, TagList tags) {
        String policy = tags.find("p").orElse("").toLowerCase(Locale.ROOT);
        if (!POLICIES.contains(policy)) {
            return GuideFinding.differs(found, "p= is none of none, quarantine and reject");
        }
        if (policy.equals("none")) {
            return GuideFinding.ok(found, List.of("with p=none, receivers do nothing with mail that fails"));
        }
        return tags.find("t").orElse("n").equalsIgnoreCase("y")
                ? GuideFinding.ok(
                        found, List.of("with t=y, the domain is testing, and receivers are milder than p= says"))
                : GuideFinding.ok(found, List.of());
    }

    private static boolean isRecord(String text) {
        return text.matches("(?s)v[ \\t]*=[ \\t]*" + VERSION + "[ \\t]*(;.*)?");
    }
}
