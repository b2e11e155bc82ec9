package org.letterlock.smtp.session;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the security policy allows on a connection; the one place that decides it (POL-3, POL-5, POL-6).
 *
 * @param exempt whether the peer is in the exemption group of this mode (POL-2)
 * @param methods SASL mechanisms in the order of preference; what is not listed is off (POL-8)
 * @param loginBlocked whether nobody may log in from the peer's address for now (GUESS-5)
 */
public record SecurityRules(Mode mode, boolean exempt, ServerRole role, List<String> methods, boolean loginBlocked) {
    private static final Set<String> CLEARTEXT_MECHANISMS = Set.of("PLAIN", "LOGIN");
    private static final Set<String> TLS_ONLY_MECHANISMS = Set.of("OAUTHBEARER", "XOAUTH2", "EXTERNAL");

    public SecurityRules {
        methods =
                methods.stream().map(method -> method.toUpperCase(Locale.ROOT)).toList();
    }

    /** The rules for a peer whose address is not blocked. */
    public SecurityRules(Mode mode, boolean exempt, ServerRole role, List<String> methods) {
        this(mode, exempt, role, methods, false);
    }

    /** POL-1. */
    public enum Mode {
        NONE,
        SECURE_AUTH,
        ENCRYPTED
    }

    /** Whether mail may be handed in on such a connection, as far as its protection is concerned. */
    public boolean permitsMail(Protection protection) {
        return switch (protection) {
            case TLS -> true;
            case CLEAR ->
                switch (mode) {
                    case NONE, SECURE_AUTH -> true;
                    case ENCRYPTED -> exempt || role == ServerRole.RECEPTION;
                };
        };
    }

    /** The mechanisms that are announced, the first available one first; none to a peer that may not log in. */
    public List<String> offeredMechanisms(Protection protection) {
        if (loginBlocked) {
            return List.of();
        }
        return methods.stream()
                .filter(method -> permitsMechanism(method, protection))
                .toList();
    }

    /** Whether a mechanism is switched on at all. */
    public boolean knowsMechanism(String mechanism) {
        return methods.contains(mechanism);
    }

    /** Whether a mechanism may be used on such a connection. */
    public boolean permitsMechanism(String mechanism, Protection protection) {
        return switch (protection) {
            case TLS -> true;
            case CLEAR -> !needsTls(mechanism) && permitsInClear(CLEARTEXT_MECHANISMS.contains(mechanism));
        };
    }

    private boolean permitsInClear(boolean sendsPassword) {
        return switch (mode) {
            case NONE -> true;
            case SECURE_AUTH -> exempt || !sendsPassword;
            case ENCRYPTED -> exempt || (role == ServerRole.RECEPTION && !sendsPassword);
        };
    }

    private static boolean needsTls(String mechanism) {
        return mechanism.endsWith("-PLUS") || TLS_ONLY_MECHANISMS.contains(mechanism);
    }
}
