package org.letterlock.service.policy;

import java.util.List;
import java.util.Optional;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.sasl.policy.SecurityMode;

/**
 * The security policy, as the one engine that decides by it (POL-3): every front end, the explanations and the dry run ask the
 * policy that comes from here.
 */
public final class LoginPolicies {
    private LoginPolicies() {}

    /** The policy in force. Methods that this release does not know are off. */
    public static LoginPolicy of(SecurityPolicy policy) {
        return new LoginPolicy(
                switch (policy.mode()) {
                    case NONE -> SecurityMode.NONE;
                    case SECURE_AUTH -> SecurityMode.SECURE_AUTH;
                    case ENCRYPTED -> SecurityMode.ENCRYPTED;
                },
                methods(policy),
                policy.hasTlsTunnel(),
                policy.permitsAuthOnPort25(),
                LoginPolicy.localVerifiers());
    }

    private static List<SaslMechanism> methods(SecurityPolicy policy) {
        return policy.methods().stream()
                .map(SaslMechanism::find)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
