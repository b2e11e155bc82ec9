package org.letterlock.imap.session;

import java.util.List;

/**
 * What the security policy says about a connection (POL-3); decided in one place, outside of this library.
 *
 * @param encrypted whether TLS protects the connection
 * @param offersStartTls whether STARTTLS is possible
 * @param requiresTls whether logging in is refused until TLS protects the connection
 * @param mechanisms SASL mechanisms that can work, in the order to be shown
 * @param permitsLogin whether the LOGIN command, which shows the password, is allowed
 */
public record ConnectionSecurity(
        boolean encrypted, boolean offersStartTls, boolean requiresTls, List<String> mechanisms, boolean permitsLogin) {
    public ConnectionSecurity {
        mechanisms = requiresTls ? List.of() : List.copyOf(mechanisms);
        if (requiresTls && permitsLogin) {
            throw new IllegalArgumentException("LOGIN without the TLS that is required");
        }
    }
}
