package org.letterlock.messageauth.spf;

import java.net.InetAddress;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * Evaluates SPF (RFC 7208 section 4). Bounded: at most 10 terms with look-ups, 2 look-ups without a result, 10 MX and 10 PTR
 * names (SPF-4), whatever domains publish. Never throws for what a client or a domain says. Safe for use by any thread, as far as
 * its look-up is.
 */
public final class SpfEvaluator {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private final DnsLookup dns;

    public SpfEvaluator(DnsLookup dns) {
        this.dns = dns;
    }

    /** Whether a TXT record is one of SPF, well formed or not (section 4.5). */
    public static boolean isRecord(String text) {
        return SpfRecord.isOne(text);
    }

    /** The result of check_host. */
    public SpfOutcome check(SpfQuery query) {
        if (!isDomainName(query.domain())) {
            return new SpfOutcome(SpfResult.NONE, query.domain(), null, "no domain name");
        }
        SpfEvaluation evaluation = new SpfEvaluation(dns);
        SpfEvaluation.Decision decision = evaluation.checkHost(query);
        String explanation = decision.result() == SpfResult.FAIL ? evaluation.explanation(decision) : null;
        return new SpfOutcome(decision.result(), query.domain(), explanation, decision.detail());
    }

    // Section 4.3: what cannot be a fully qualified name has no policy. Address literals are none.
    private static boolean isDomainName(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        if (name.length() > MAX_NAME || !name.contains(".") || name.startsWith("[")) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > MAX_LABEL || !label.chars().allMatch(SpfEvaluator::isOfALabel)) {
                return false;
            }
        }
        return true;
    }

    // Of a host name, and the underscore that some have nevertheless; U-labels have to be A-labels by now (RFC 8616).
    private static boolean isOfALabel(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    /** Whether a name is the other or below it, in any case. */
    static boolean isWithin(String name, String domain) {
        return name.equalsIgnoreCase(domain)
                || (name.length() > domain.length()
                        && name.charAt(name.length() - domain.length() - 1) == '.'
                        && name.regionMatches(true, name.length() - domain.length(), domain, 0, domain.length()));
    }

    /** Whether an address agrees with another in as many leading bits. */
    static boolean agree(InetAddress one, InetAddress other, Mechanism.PrefixLengths prefixes) {
        return new Network(other.getAddress(), prefixes.of(other.getAddress())).contains(one);
    }
}
