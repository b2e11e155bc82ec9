package org.letterlock.messageauth.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.messageauth.dns.AddressFamily;
import org.letterlock.messageauth.dns.DnsAnswer;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.dns.MailExchanger;
import org.letterlock.messageauth.spf.SpfRecord.Directive;

/** One run of check_host with all that it includes, and its counters. For one thread. */
final class SpfEvaluation {
    private static final int MAX_TERMS = 10;
    private static final int MAX_VOID = 2;
    private static final int MAX_NAMES = 10;
    private static final String UNKNOWN = "unknown";

    private final DnsLookup dns;
    private int terms; // with look-ups, of the whole run
    private int voids;
    private @Nullable List<String> validated; // names of the client; null until somebody asks

    SpfEvaluation(DnsLookup dns) {
        this.dns = dns;
    }

    /**
     * How it ended.
     *
     * @param asked the query whose record decided
     * @param explanation where that record has its explanation; null for nowhere
     */
    record Decision(
            SpfResult result,
            String detail,
            SpfQuery asked,
            @Nullable MacroString explanation) {}

    /** Ends the run; caught in {@link #checkHost} alone, so that no evaluation has to pass errors on by hand. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SpfResult result;

        Broken(SpfResult result, String detail) {
            super(detail, null, false, false);
            this.result = result;
        }
    }

    Decision checkHost(SpfQuery query) {
        try {
            return decide(query);
        } catch (Broken broken) {
            return new Decision(broken.result, String.valueOf(broken.getMessage()), query, null);
        }
    }

    private Decision decide(SpfQuery query) {
        Optional<SpfRecord> found = record(query.domain());
        if (found.isEmpty()) {
            return new Decision(SpfResult.NONE, "no SPF record", query, null);
        }
        SpfRecord record = found.get();
        for (Directive directive : record.directives()) {
            if (matches(directive.mechanism(), query)) {
                return new Decision(directive.result(), "matched " + directive.text(), query, record.explanation());
            }
        }
        MacroString redirect = record.redirect();
        if (redirect == null) {
            return new Decision(SpfResult.NEUTRAL, "nothing matched", query, null);
        }
        countTerm();
        Decision redirected = decide(query.of(name(redirect, query)));
        if (redirected.result() == SpfResult.NONE) {
            throw new Broken(SpfResult.PERMERROR, "redirect to a domain without an SPF record");
        }
        return redirected;
    }

    private Optional<SpfRecord> record(String domain) {
        List<String> records = switch (dns.texts(domain)) {
            case DnsAnswer.Found<String>(List<String> texts, boolean _) ->
                texts.stream().filter(SpfRecord::isOne).toList();
            case DnsAnswer.Absent<String> _ -> List.of();
            case DnsAnswer.Failed<String>(String reason) ->
                throw new Broken(SpfResult.TEMPERROR, "the DNS did not answer: " + reason);
        };
        if (records.isEmpty()) {
            return Optional.empty();
        }
        if (records.size() > 1) {
            throw new Broken(SpfResult.PERMERROR, "several SPF records");
        }
        return switch (SpfRecord.parse(records.getFirst())) {
            case ParseResult.Parsed<SpfRecord>(SpfRecord parsed) -> Optional.of(parsed);
            case ParseResult.SyntaxError<SpfRecord>(int offset, String expected) ->
                throw new Broken(SpfResult.PERMERROR, "syntax error at " + offset + ": expected " + expected);
        };
    }

    private boolean matches(Mechanism mechanism, SpfQuery query) {
        return switch (mechanism) {
            case Mechanism.All _ -> true;
            case Mechanism.Ip(Network network) -> network.contains(query.client());
            case Mechanism.Include(MacroString domain) -> includes(domain, query);
            case Mechanism.Exists(MacroString domain) -> {
                countTerm();
                yield !found(dns.addresses(name(domain, query), AddressFamily.IPV4))
                        .isEmpty();
            }
            case Mechanism.A(@Nullable MacroString domain, Mechanism.PrefixLengths prefixes) -> {
                countTerm();
                yield hasAddress(target(domain, query), query.client(), prefixes);
            }
            case Mechanism.Mx(@Nullable MacroString domain, Mechanism.PrefixLengths prefixes) -> {
                countTerm();
                yield exchanges(target(domain, query), query.client(), prefixes);
            }
            case Mechanism.Ptr(@Nullable MacroString domain) -> {
                countTerm();
                String target = target(domain, query);
                yield validatedNames(query.client()).stream().anyMatch(name -> SpfEvaluator.isWithin(name, target));
            }
        };
    }

    private boolean includes(MacroString domain, SpfQuery query) {
        countTerm();
        return switch (decide(query.of(name(domain, query))).result()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE, PERMERROR, TEMPERROR ->
                throw new Broken(SpfResult.PERMERROR, "an included domain has no SPF record");
        };
    }

    private boolean hasAddress(String name, InetAddress client, Mechanism.PrefixLengths prefixes) {
        return found(dns.addresses(name, AddressFamily.of(client))).stream()
                .anyMatch(address -> SpfEvaluator.agree(client, address, prefixes));
    }

    private boolean exchanges(String domain, InetAddress client, Mechanism.PrefixLengths prefixes) {
        List<MailExchanger> exchangers = found(dns.mailExchangers(domain));
        if (exchangers.size() > MAX_NAMES) {
            throw new Broken(SpfResult.PERMERROR, "more than 10 MX records");
        }
        return exchangers.stream()
                .map(MailExchanger::host)
                .filter(host -> !host.isEmpty())
                .anyMatch(host -> hasAddress(host, client, prefixes));
    }

    /** Names of the client that lead back to it (section 5.5), looked up once in a run however often they are asked for. */
    private List<String> validatedNames(InetAddress client) {
        List<String> known = validated;
        if (known == null) {
            known = lookUpNames(client);
            validated = known;
        }
        return known;
    }

    // What cannot be looked up is no name of the client's.
    private List<String> lookUpNames(InetAddress client) {
        List<String> found = new ArrayList<>();
        if (dns.names(client) instanceof DnsAnswer.Found<String>(List<String> names, boolean _)) {
            for (String name : names.subList(0, Math.min(MAX_NAMES, names.size()))) {
                if (dns.addresses(name, AddressFamily.of(client))
                                instanceof DnsAnswer.Found<InetAddress>(List<InetAddress> addresses, boolean _)
                        && addresses.contains(client)) {
                    found.add(name);
                }
            }
        }
        return List.copyOf(found);
    }

    /** What macro {@code p} stands for (section 7.3). */
    private String validatedName(SpfQuery query) {
        List<String> names = validatedNames(query.client());
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(query.domain()))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> SpfEvaluator.isWithin(name, query.domain()))
                        .findFirst())
                .or(() -> names.stream().findFirst())
                .orElse(UNKNOWN);
    }

    /** What the domain wants a refused client to hear (section 6.2); null where it says nothing that could be shown. */
    @Nullable
    String explanation(Decision decision) {
        MacroString place = decision.explanation();
        if (place != null
                && dns.texts(name(place, decision.asked()))
                        instanceof DnsAnswer.Found<String>(List<String> texts, boolean _)
                && texts.size() == 1
                && MacroString.parseExplanation(texts.getFirst())
                        instanceof ParseResult.Parsed<MacroString>(MacroString text)) {
            String expanded = expansion(decision.asked()).text(text);
            return expanded.chars().allMatch(c -> c >= ' ' && c <= '~') ? expanded : null;
        }
        return null;
    }

    private String target(@Nullable MacroString domain, SpfQuery query) {
        return domain == null ? query.domain() : name(domain, query);
    }

    private String name(MacroString string, SpfQuery query) {
        return expansion(query).name(string);
    }

    private MacroExpansion expansion(SpfQuery query) {
        return new MacroExpansion(query, () -> validatedName(query));
    }

    private <T> List<T> found(DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Found<T>(List<T> records, boolean _) -> records;
            case DnsAnswer.Absent<T> _ -> {
                if (++voids > MAX_VOID) {
                    throw new Broken(SpfResult.PERMERROR, "more than 2 look-ups without a result");
                }
                yield List.of();
            }
            case DnsAnswer.Failed<T>(String reason) ->
                throw new Broken(SpfResult.TEMPERROR, "the DNS did not answer: " + reason);
        };
    }

    private void countTerm() {
        if (++terms > MAX_TERMS) {
            throw new Broken(SpfResult.PERMERROR, "more than 10 terms with look-ups");
        }
    }
}
