package org.letterlock.imap.session;

import java.util.List;
import java.util.Set;

/**
 * What the security policy says about a connection (POL-3); decided in one place, outside of this library.
 *
 * @param encrypted whether TLS protects the connection
 * @param offersStartTls whether STARTTLS is possible
 * @param requiresTls whether logging in is refused until TLS protects the connection
 * @param mechanisms SASL mechanisms that can work, in the order to be shown
 * @param needingTls SASL mechanisms that would work with TLS
 * @param loginCommand what becomes of the LOGIN command, which shows the password
 */
public record ConnectionSecurity(
        boolean encrypted,
        boolean offersStartTls,
        boolean requiresTls,
        List<String> mechanisms,
        Set<String> needingTls,
        LoginCommand loginCommand) {
    public ConnectionSecurity {
        mechanisms = requiresTls ? List.of() : List.copyOf(mechanisms);
        needingTls = Set.copyOf(needingTls);
        if (requiresTls && loginCommand == LoginCommand.PERMITTED) {
            throw new IllegalArgumentException("LOGIN without the TLS that is required");
        }
    }

    /** What becomes of the LOGIN command. */
    public enum LoginCommand {
        PERMITTED,
        /** It would work with TLS. */
        NEEDS_TLS,
        UNAVAILABLE
    }
}
