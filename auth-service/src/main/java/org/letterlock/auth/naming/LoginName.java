package org.letterlock.auth.naming;

import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;

/**
 * A name that somebody logs in with (ACC-2).
 *
 * @param localPart prepared
 * @param domain empty for the primary domain
 */
public record LoginName(String localPart, Optional<Domain> domain) {

    /** Prepares a name; empty for what cannot be the name of an account. */
    public static Optional<LoginName> parse(String text) {
        int at = text.lastIndexOf('@');
        String localText = at < 0 ? text : text.substring(0, at);
        if (!(AddressRules.parseLocalPart(localText) instanceof Parsed<String>(String localPart))) {
            return Optional.empty();
        }
        if (at < 0) {
            return Optional.of(new LoginName(localPart, Optional.empty()));
        }
        return AddressRules.parseDomain(text.substring(at + 1)) instanceof Parsed<Domain>(Domain domain)
                ? Optional.of(new LoginName(localPart, Optional.of(domain)))
                : Optional.empty();
    }
}
