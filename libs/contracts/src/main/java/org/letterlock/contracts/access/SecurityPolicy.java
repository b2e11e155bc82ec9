package org.letterlock.contracts.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients must prove who they are, and on what kind of connection (POL-1 to POL-6).
 *
 * @param secureAuthExempt may log in insecurely in mode SECURE_AUTH; null for nobody
 * @param encryptedExempt may connect without TLS in mode ENCRYPTED; null for nobody
 * @param methods SASL mechanisms in the order of preference; what is not listed is off
 */
public record SecurityPolicy(
        Mode mode,
        @Nullable IpGroupId secureAuthExempt,
        @Nullable IpGroupId encryptedExempt,
        List<String> methods) {
    /** What holds until somebody changes it. */
    public static final SecurityPolicy DEFAULT = new SecurityPolicy(
            Mode.ENCRYPTED, null, null, List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN"));

    public SecurityPolicy {
        methods = List.copyOf(methods);
    }

    /** POL-1. */
    public enum Mode {
        NONE,
        SECURE_AUTH,
        ENCRYPTED
    }
}
