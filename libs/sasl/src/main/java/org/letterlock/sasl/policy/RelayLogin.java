package org.letterlock.sasl.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMechanism.Kind;

/** How the suite logs in elsewhere, with a stored password (POL-7). */
public final class RelayLogin {
    /** What is known of the channel to the other server. */
    public enum Trust {
        /** No TLS, or a certificate that nobody vouches for. */
        UNVERIFIED,
        /** TLS with the right certificate. */
        VERIFIED_TLS,
        /** The same, with data to bind to (RFC 5056). */
        VERIFIED_BINDABLE_TLS
    }

    private RelayLogin() {}

    /**
     * The first method that the peer offers and that can be used safely.
     *
     * @param methods the policy's list, by preference
     * @param offered the names that the peer advertises, in any case of letters
     */
    public static Optional<SaslMechanism> choose(List<SaslMechanism> methods, Set<String> offered, Trust trust) {
        return methods.stream()
                .filter(SaslMechanism::hasClientSide)
                .filter(method -> offered.stream().anyMatch(method.rfcName()::equalsIgnoreCase))
                .filter(method -> !method.needsChannelBinding() || trust == Trust.VERIFIED_BINDABLE_TLS)
                .filter(method -> method.kind() == Kind.CHALLENGE || trust != Trust.UNVERIFIED)
                .findFirst();
    }
}
