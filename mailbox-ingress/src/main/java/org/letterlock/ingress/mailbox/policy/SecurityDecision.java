package org.letterlock.ingress.mailbox.policy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.imap.session.ConnectionSecurity;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.sasl.policy.SecurityMode;
import org.letterlock.sasl.policy.UseWithoutLogin;
import org.letterlock.sasl.policy.Verdict;

/** The one place that says what a client may do on which kind of connection (POL-3 to POL-6). */
public final class SecurityDecision {
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
        LoginPolicy logins = logins(policy);
        Connection connection = new Connection(
                SaslProtocol.IMAP,
                encrypted ? Connection.Channel.BINDABLE_TLS : Connection.Channel.CLEAR,
                Connection.Port.OTHER,
                policies.isMember(exempt(policy), client) ? Connection.Peer.EXEMPT : Connection.Peer.NOT_EXEMPT);
        return new ConnectionSecurity(
                encrypted,
                !encrypted,
                logins.judgeUseWithoutLogin(connection) == UseWithoutLogin.ONLY_STARTTLS,
                logins.advertised(connection).stream()
                        .map(SaslMechanism::rfcName)
                        .toList(),
                logins.judgePasswordCommand(connection) instanceof Verdict.Allowed);
    }

    private static LoginPolicy logins(SecurityPolicy policy) {
        return new LoginPolicy(
                switch (policy.mode()) {
                    case NONE -> SecurityMode.NONE;
                    case SECURE_AUTH -> SecurityMode.SECURE_AUTH;
                    case ENCRYPTED -> SecurityMode.ENCRYPTED;
                },
                policy.methods().stream()
                        .map(SaslMechanism::find)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList(),
                true,
                LoginPolicy.ordinaryVerifiers());
    }

    private static @Nullable IpGroupId exempt(SecurityPolicy policy) {
        return switch (policy.mode()) {
            case NONE -> null;
            case SECURE_AUTH -> policy.secureAuthExempt();
            case ENCRYPTED -> policy.encryptedExempt();
        };
    }
}
