package org.letterlock.messageauth.suffix;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;

/**
 * The public suffix list of publicsuffix.org. Immutable.
 *
 * @param rules in A-labels; {@code *.} in front is a wildcard, {@code !} an exception
 */
public record PublicSuffixList(Set<String> rules) {
    public PublicSuffixList {
        rules = Set.copyOf(rules);
    }

    /** Reads the text of the list; a line that is no rule is passed over. */
    public static PublicSuffixList parse(String text) {
        Set<String> rules = new HashSet<>();
        text.lines().map(String::strip).filter(line -> !line.startsWith("//")).forEach(line -> {
            String rule = line.split("\\s", 2)[0];
            String mark = rule.startsWith("*.") ? "*." : rule.startsWith("!") ? "!" : "";
            if (Domain.parse(rule.substring(mark.length())) instanceof Parsed<Domain>(Domain domain)) {
                rules.add(mark + domain.text());
            }
        });
        return new PublicSuffixList(rules);
    }

    /** The domain one label below the public suffix, as A-labels; empty for a public suffix and for what is no domain. */
    public Optional<String> organizationalDomain(String name) {
        if (!(Domain.parse(name) instanceof Parsed<Domain>(Domain domain)) || domain.isAddressLiteral()) {
            return Optional.empty();
        }
        String organization = "";
        String candidate = domain.text();
        while (!isSuffix(candidate)) {
            organization = candidate;
            if (rules.contains("!" + candidate)) {
                break;
            }
            candidate = candidate.substring(candidate.indexOf('.') + 1);
        }
        return organization.isEmpty() ? Optional.empty() : Optional.of(organization);
    }

    // A name of one label always is one: the rule "*" holds where no other does.
    private boolean isSuffix(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                || rules.contains(name)
                || (rules.contains("*." + name.substring(dot + 1)) && !rules.contains("!" + name));
    }
}
