package org.letterlock.ingress.mailbox.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.imap.session.ConnectionSecurity;
import org.letterlock.imap.session.ConnectionSecurity.LoginCommand;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.sasl.policy.UseWithoutLogin;
import org.letterlock.sasl.policy.Verdict;
import org.letterlock.service.policy.LoginPolicies;

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
        LoginPolicy logins = LoginPolicies.of(policy);
        Connection connection = connection(policy, client, encrypted);
        boolean requiresTls = logins.judgeUseWithoutLogin(connection) == UseWithoutLogin.ONLY_STARTTLS;
        return new ConnectionSecurity(
                encrypted,
                !encrypted,
                requiresTls,
                logins.advertised(connection).stream()
                        .map(SaslMechanism::rfcName)
                        .toList(),
                Arrays.stream(SaslMechanism.values())
                        .filter(mechanism -> needsTls(logins.judge(mechanism, connection)))
                        .map(SaslMechanism::rfcName)
                        .collect(Collectors.toUnmodifiableSet()),
                requiresTls ? LoginCommand.NEEDS_TLS : loginCommand(logins.judgePasswordCommand(connection)));
    }

    /** Whether a client may go on with a session that it began, or is about to begin, by a mechanism (POL-12). */
    public boolean mayGoOn(SaslMechanism begunBy, IpAddress client, boolean encrypted) {
        SecurityPolicy policy = policies.security();
        return LoginPolicies.of(policy).mayGoOn(begunBy, connection(policy, client, encrypted));
    }

    private Connection connection(SecurityPolicy policy, IpAddress client, boolean encrypted) {
        return new Connection(
                SaslProtocol.IMAP,
                encrypted ? Connection.Channel.BINDABLE_TLS : Connection.Channel.CLEAR,
                Connection.Port.OTHER,
                policies.isMember(policy.exempt(), client) ? Connection.Peer.EXEMPT : Connection.Peer.NOT_EXEMPT);
    }

    private static LoginCommand loginCommand(Verdict verdict) {
        if (verdict instanceof Verdict.Allowed) {
            return LoginCommand.PERMITTED;
        }
        return needsTls(verdict) ? LoginCommand.NEEDS_TLS : LoginCommand.UNAVAILABLE;
    }

    private static boolean needsTls(Verdict verdict) {
        return verdict instanceof Verdict.Refused refused && refused.reply() == Verdict.Reply.TLS;
    }
}
