package org.letterlock.ingress.mailbox.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.imap.session.ConnectionSecurity;
import org.letterlock.netty.access.AccessPolicies;

/** The one place that says what a client may do on which kind of connection (POL-3 to POL-6). */
public final class SecurityDecision {
    private static final Set<String> SUPPORTED = Set.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN", "LOGIN");
    private static final Set<String> CLEARTEXT = Set.of("PLAIN", "LOGIN");

    private final AccessPolicies policies;

    public SecurityDecision(AccessPolicies policies) {
        this.policies = policies;
    }

    /** How long a session of the service may be silent after its login (CONN-10); empty where nothing is set. */
    public Optional<Duration> idleTime(String service) {
        return policies.findService(service)
                .map(ServicePolicy::idleTimeoutSeconds)
                .map(Duration::ofSeconds);
    }

    /** What holds for a client now. */
    public ConnectionSecurity decide(IpAddress client, boolean encrypted) {
        SecurityPolicy policy = policies.security();
        boolean requiresTls = switch (policy.mode()) {
            case NONE, SECURE_AUTH -> false;
            case ENCRYPTED -> !encrypted && !policies.isMember(policy.encryptedExempt(), client);
        };
        boolean permitsCleartext = switch (policy.mode()) {
            case NONE -> true;
            case SECURE_AUTH -> encrypted || policies.isMember(policy.secureAuthExempt(), client);
            case ENCRYPTED -> !requiresTls;
        };
        List<String> mechanisms = policy.methods().stream()
                .filter(SUPPORTED::contains)
                .filter(method -> encrypted || !method.endsWith("-PLUS"))
                .filter(method -> permitsCleartext || !CLEARTEXT.contains(method))
                .toList();
        boolean permitsLogin = permitsCleartext && policy.methods().stream().anyMatch(CLEARTEXT::contains);
        return new ConnectionSecurity(encrypted, !encrypted, requiresTls, mechanisms, permitsLogin);
    }
}
