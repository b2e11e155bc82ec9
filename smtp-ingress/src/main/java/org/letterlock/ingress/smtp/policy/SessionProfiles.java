package org.letterlock.ingress.smtp.policy;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.service.Software;
import org.letterlock.smtp.session.Protection;
import org.letterlock.smtp.session.SecurityRules;
import org.letterlock.smtp.session.ServerRole;
import org.letterlock.smtp.session.SessionProfile;

/** The settings under which a session runs at this moment; asked for with each event, so changes act on open sessions. */
public final class SessionProfiles {
    private final OwnNames names;
    private final AccessPolicies policies;
    private final LoginDecisions decisions;
    private final Directory directory;
    private final Supplier<SmtpLimits> limits;
    private final InstantSource clock;

    /** Profiles from the current policies, limits (LIMIT-6, LIMIT-7, SMTP-11) and accounts. */
    public SessionProfiles(
            OwnNames names,
            AccessPolicies policies,
            Directory directory,
            Supplier<SmtpLimits> limits,
            InstantSource clock) {
        this.names = names;
        this.policies = policies;
        this.decisions = new LoginDecisions(policies);
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
    }

    /** The profile for a client that has logged in as {@code account}, or not. */
    public SessionProfile of(Peer peer, @Nullable AccountId account) {
        ServerRole role = role(peer);
        Set<Domain> forbidden = names.forbiddenTo(peer.address());
        SmtpLimits current = limits.get();
        return new SessionProfile(
                names.hostName(),
                Software.product(policies.connections().disclosure(), " ").orElse(""),
                role,
                peer.transport() == Transport.CLEAR,
                rules(peer, role),
                forbidden,
                current.maxRecipients(),
                maxMessageSize(account, current),
                current.maxFailedCommands());
    }

    /** Whether the client may go on with a session that it began, or is about to begin, by a mechanism (POL-12). */
    public boolean mayGoOn(SaslMechanism begunBy, Peer peer, Protection protection) {
        return decisions.mayGoOn(begunBy, peer.address(), role(peer), protection);
    }

    private static ServerRole role(Peer peer) {
        return peer.service().equals("smtp") ? ServerRole.RECEPTION : ServerRole.SUBMISSION;
    }

    private SecurityRules rules(Peer peer, ServerRole role) {
        return new SecurityRules(
                decisions.rules(peer.address(), role, Protection.CLEAR),
                decisions.rules(peer.address(), role, Protection.TLS),
                policies.blockOf(peer.address(), clock.instant()).isPresent());
    }

    private long maxMessageSize(@Nullable AccountId account, SmtpLimits limits) {
        if (account == null) {
            return limits.maxMessageSize();
        }
        Optional<Long> own = directory.findAccount(account).map(AccountRecord::maxMessageSize);
        return Math.min(limits.maxMessageSize(), own.orElse(Long.MAX_VALUE));
    }
}
