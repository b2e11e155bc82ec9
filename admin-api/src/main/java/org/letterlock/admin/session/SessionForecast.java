package org.letterlock.admin.session;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.service.policy.LoginPolicies;

/** Which running sessions a security policy would end, by the engine that ends them (POL-11, POL-12). */
public final class SessionForecast {
    private final SessionGathering gathering;
    private final Supplier<IpGroups> groups;

    SessionForecast(SessionGathering gathering, Supplier<IpGroups> groups) {
        this.gathering = gathering;
        this.groups = groups;
    }

    /**
     * A session that would end.
     *
     * @param service one of the ids of SVC-1
     */
    public record Ending(UUID id, String service, UUID account, String peer, String mechanism) {}

    /** Those that the policy would end; sessions of replicas that do not answer are missing. */
    public List<Ending> endedBy(SecurityPolicy candidate) {
        LoginPolicy policy = LoginPolicies.of(candidate);
        IpGroups known = groups.get();
        return gathering
                .ask(new SessionCommand.Report(UUID.randomUUID(), new SessionSelection.All()))
                .sessions()
                .stream()
                .filter(session -> ends(policy, candidate, known, session))
                .map(session -> new Ending(
                        session.id(),
                        session.service(),
                        session.account().value(),
                        session.peer(),
                        session.mechanism()))
                .toList();
    }

    private static boolean ends(LoginPolicy policy, SecurityPolicy candidate, IpGroups groups, LiveSession session) {
        Optional<SaslProtocol> protocol =
                AccessService.ofPort(session.service()).flatMap(SessionForecast::protocolOf);
        return protocol.isPresent()
                && SaslMechanism.find(session.mechanism())
                        .filter(mechanism -> !policy.mayGoOn(
                                mechanism,
                                new Connection(
                                        protocol.get(),
                                        session.tlsVersion() == null
                                                ? Connection.Channel.CLEAR
                                                : Connection.Channel.TLS,
                                        session.service().equals("smtp")
                                                ? Connection.Port.PORT_25
                                                : Connection.Port.OTHER,
                                        candidate.exempt() != null && groups.admits(candidate.exempt(), session.peer())
                                                ? Connection.Peer.EXEMPT
                                                : Connection.Peer.NOT_EXEMPT)))
                        .isPresent();
    }

    private static Optional<SaslProtocol> protocolOf(AccessService service) {
        return switch (service) {
            case SMTP_SUBMISSION -> Optional.of(SaslProtocol.SMTP);
            case IMAP -> Optional.of(SaslProtocol.IMAP);
            case POP3 -> Optional.of(SaslProtocol.POP3);
            case NNTP -> Optional.of(SaslProtocol.NNTP);
            case LDAP -> Optional.of(SaslProtocol.LDAP);
            case PORTAL, ADMIN -> Optional.empty();
        };
    }
}
