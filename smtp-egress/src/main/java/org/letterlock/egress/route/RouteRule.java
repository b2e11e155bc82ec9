package org.letterlock.egress.route;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * A rule of the administrator (QUEUE-10).
 *
 * @param on whose address is compared
 * @param negated whether the rule holds for addresses that do not match
 * @param pattern an address; {@code *} and {@code ?} are wildcards, letter case does not count
 * @param host name or IP address; null for the mail exchangers of the recipient's domain
 */
public record RouteRule(
        Side on, boolean negated, String pattern, @Nullable String host, int port, TlsMode tls) {

    /** Whose address is compared. */
    public enum Side {
        SENDER,
        RECIPIENT
    }

    /** Whether the rule holds; the null reverse-path is compared as {@code <>}. */
    boolean holdsFor(ReversePath sender, AddrSpec recipient) {
        String address = switch (on) {
            case RECIPIENT -> recipient.format();
            case SENDER ->
                switch (sender) {
                    case ReversePath.Null _ -> "<>";
                    case ReversePath.To(AddrSpec to) -> to.format();
                };
        };
        return matches(address.toLowerCase(Locale.ROOT)) != negated;
    }

    private boolean matches(String address) {
        StringBuilder expression = new StringBuilder();
        for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
            expression.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.matches(expression.toString(), address);
    }
}
