package org.letterlock.contracts.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients must prove who they are, and on what kind of connection (POL-1 to POL-6, POL-13).
 *
 * @param secureAuthExempt may log in insecurely in mode SECURE_AUTH; null for nobody
 * @param encryptedExempt may connect without TLS in mode ENCRYPTED; null for nobody
 * @param methods SASL mechanisms in the order of preference; what is not listed is off
 * @param tlsTunnel ask {@link #hasTlsTunnel()}; null, as in records of before there was this component, for on
 * @param authOnPort25 ask {@link #permitsAuthOnPort25()}; null as above
 */
public record SecurityPolicy(
        Mode mode,
        @Nullable IpGroupId secureAuthExempt,
        @Nullable IpGroupId encryptedExempt,
        List<String> methods,
        @Nullable Boolean tlsTunnel,
        @Nullable Boolean authOnPort25) {
    /** What holds until somebody changes it. */
    public static final SecurityPolicy DEFAULT = new SecurityPolicy(
            Mode.ENCRYPTED, null, null, List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN"));

    public SecurityPolicy {
        methods = List.copyOf(methods);
    }

    /** A policy with the defaults for everything that is not said here. */
    public SecurityPolicy(
            Mode mode,
            @Nullable IpGroupId secureAuthExempt,
            @Nullable IpGroupId encryptedExempt,
            List<String> methods) {
        this(mode, secureAuthExempt, encryptedExempt, methods, true, true);
    }

    /** Whether TLS makes it secure to show a password (POL-4). */
    public boolean hasTlsTunnel() {
        return tlsTunnel == null || tlsTunnel;
    }

    /** Whether one may log in on the port of mail transfer (POL-13). */
    public boolean permitsAuthOnPort25() {
        return authOnPort25 == null || authOnPort25;
    }

    /** The group that the mode in force leaves alone (POL-2); null for nobody. */
    public @Nullable IpGroupId exempt() {
        return switch (mode) {
            case NONE -> null;
            case SECURE_AUTH -> secureAuthExempt;
            case ENCRYPTED -> encryptedExempt;
        };
    }

    /** POL-1. */
    public enum Mode {
        NONE,
        SECURE_AUTH,
        ENCRYPTED
    }
}
