package org.letterlock.ingress.smtp.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.Connection.Channel;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.sasl.policy.UseWithoutLogin;
import org.letterlock.sasl.policy.Verdict;
import org.letterlock.sasl.policy.Verdict.Refused;
import org.letterlock.service.policy.LoginPolicies;
import org.letterlock.smtp.session.Protection;
import org.letterlock.smtp.session.SecurityRules.ChannelRules;
import org.letterlock.smtp.session.ServerRole;

/**
 * What the security policy in force lets clients do, as the one engine says (POL-3). There are few kinds of connections, so
 * each is judged once per version of the policy. Safe for use by any thread.
 */
final class LoginDecisions {
    private final AccessPolicies policies;
    private volatile InForce inForce = new InForce(SecurityPolicy.DEFAULT);

    private record InForce(SecurityPolicy policy, LoginPolicy logins, Map<Connection, ChannelRules> rules) {
        InForce(SecurityPolicy policy) {
            this(policy, LoginPolicies.of(policy), new ConcurrentHashMap<>());
        }
    }

    LoginDecisions(AccessPolicies policies) {
        this.policies = policies;
    }

    /** What holds for a client. */
    ChannelRules rules(IpAddress client, ServerRole role, Protection protection) {
        InForce current = current();
        return current.rules()
                .computeIfAbsent(
                        connection(current, client, role, protection),
                        connection -> judge(current.logins(), connection));
    }

    /** Whether a client may go on with the session that it began by a mechanism. */
    boolean mayGoOn(SaslMechanism begunBy, IpAddress client, ServerRole role, Protection protection) {
        InForce current = current();
        return current.logins().mayGoOn(begunBy, connection(current, client, role, protection));
    }

    private InForce current() {
        SecurityPolicy wanted = policies.security();
        InForce known = inForce;
        if (!known.policy().equals(wanted)) {
            known = new InForce(wanted);
            inForce = known;
        }
        return known;
    }

    private Connection connection(InForce current, IpAddress client, ServerRole role, Protection protection) {
        return new Connection(
                SaslProtocol.SMTP,
                switch (protection) {
                    case CLEAR -> Channel.CLEAR;
                    case TLS -> Channel.BINDABLE_TLS;
                },
                switch (role) {
                    case RECEPTION -> Connection.Port.PORT_25;
                    case SUBMISSION -> Connection.Port.OTHER;
                },
                policies.isMember(current.policy().exempt(), client)
                        ? Connection.Peer.EXEMPT
                        : Connection.Peer.NOT_EXEMPT);
    }

    private static ChannelRules judge(LoginPolicy logins, Connection connection) {
        return new ChannelRules(
                logins.judgeUseWithoutLogin(connection) == UseWithoutLogin.ALLOWED,
                logins.advertised(connection).stream()
                        .map(SaslMechanism::rfcName)
                        .toList(),
                Arrays.stream(SaslMechanism.values())
                        .filter(mechanism -> logins.judge(mechanism, connection) instanceof Refused refused
                                && refused.reply() == Verdict.Reply.TLS)
                        .map(SaslMechanism::rfcName)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
