package org.letterlock.smtp.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the security policy lets this client do on each kind of connection; decided outside of this library (POL-3).
 *
 * @param loginBlocked whether nobody may log in from the peer's address for now (GUESS-5)
 */
public record SecurityRules(ChannelRules inClear, ChannelRules insideTls, boolean loginBlocked) {

    /**
     * What holds for one kind of connection.
     *
     * @param permitsMail whether mail may be handed in before TLS starts, as far as its protection is concerned
     * @param mechanisms that may be used, in the order in which they are announced
     * @param needingTls mechanisms that would work with TLS
     */
    public record ChannelRules(boolean permitsMail, List<String> mechanisms, Set<String> needingTls) {
        public ChannelRules {
            mechanisms = mechanisms.stream().map(ChannelRules::upperCase).toList();
            needingTls = needingTls.stream().map(ChannelRules::upperCase).collect(Collectors.toUnmodifiableSet());
        }

        private static String upperCase(String mechanism) {
            return mechanism.toUpperCase(Locale.ROOT);
        }
    }

    /** Whether mail may be handed in on such a connection, as far as its protection is concerned. */
    boolean permitsMail(Protection protection) {
        return on(protection).permitsMail();
    }

    /** The mechanisms that are announced, the first available one first; none to a peer that may not log in. */
    public List<String> offeredMechanisms(Protection protection) {
        return loginBlocked ? List.of() : on(protection).mechanisms();
    }

    /** Whether a mechanism may be used on such a connection. */
    boolean permitsMechanism(String mechanism, Protection protection) {
        return on(protection).mechanisms().contains(mechanism);
    }

    /** Whether a mechanism that may not be used on such a connection could be with TLS. */
    boolean needsTls(String mechanism, Protection protection) {
        return !on(protection).permitsMail() || on(protection).needingTls().contains(mechanism);
    }

    private ChannelRules on(Protection protection) {
        return switch (protection) {
            case CLEAR -> inClear;
            case TLS -> insideTls;
        };
    }
}
