package org.letterlock.egress.route;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * A rule of the administrator (QUEUE-10).
 *
 * @param on whose address is compared
 * @param negated whether the rule holds for addresses that do not match
 * @param pattern as {@link AddressPattern} reads it
 * @param host name or IP address; null for the mail exchangers of the recipient's domain
 * @param id names the rule; null only in documents of before rules had one, see {@link Routes}
 * @param login at the host; null for none
 */
public record RouteRule(
        Side on,
        boolean negated,
        String pattern,
        @Nullable String host,
        int port,
        TlsMode tls,
        @Nullable UUID id,
        @Nullable HostLogin login) {

    /** Whose address is compared. */
    public enum Side {
        SENDER,
        RECIPIENT
    }

    /** The same rule under a name. */
    RouteRule named(UUID name) {
        return new RouteRule(on, negated, pattern, host, port, tls, name, login);
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
        return new AddressPattern(pattern).matches(address) != negated;
    }
}
