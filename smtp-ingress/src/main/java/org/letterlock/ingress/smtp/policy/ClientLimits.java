package org.letterlock.ingress.smtp.policy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpAddress.Family;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients may do on port 25 that have not logged in, over all replicas (LIMIT-1). Messages are counted here: each replica
 * tells the others of those that it took, and forgets what it knew when it ends. Unknown recipients are told to auth-service,
 * which blocks. Safe for use by any thread.
 */
public final class ClientLimits {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLimits.class);
    private static final String RECEPTION = "smtp";
    private static final int IPV6_PREFIX = 64;

    private final AccessPolicies policies;
    private final Supplier<PeerLimits> limits;
    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final UUID replica = UUID.randomUUID();
    private final HourlyCounts messages = new HourlyCounts();

    /** Limits that the setting in force says at each use. */
    public ClientLimits(
            AccessPolicies policies, Supplier<PeerLimits> limits, TopicPublisher publisher, InstantSource clock) {
        this.policies = policies;
        this.limits = limits;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Whether the client has handed in as many messages within an hour as it may (LIMIT-2). */
    public boolean hasSentEnough(Submitter submitter) {
        PeerLimits current = limits.get();
        return current.messagesPerHour() > 0
                && isLimited(submitter, current)
                && messages.of(network(submitter.address()), clock.instant()) >= current.messagesPerHour();
    }

    /** A message of the client was taken. */
    public void messageTaken(Submitter submitter) {
        if (isLimited(submitter, limits.get())) {
            Instant now = clock.instant();
            messages.add(network(submitter.address()), now, now);
            tell(Topics.SMTP_MESSAGES_TAKEN, submitter, now);
        }
    }

    /** A message was taken, here or by another replica. */
    public void heard(ClientCount taken) {
        if (!taken.replica().equals(replica)) {
            messages.add(network(taken.client()), taken.at(), clock.instant());
        }
    }

    /** The client has named a recipient that nobody is (LIMIT-4). */
    public void unknownRecipient(Submitter submitter) {
        PeerLimits current = limits.get();
        if (current.unknownRecipientsPerHour() > 0 && isLimited(submitter, current)) {
            tell(Topics.SMTP_UNKNOWN_RECIPIENTS, submitter, clock.instant());
        }
    }

    /** Whether mail must be able to go to the domain of the client's sender (LIMIT-5). */
    public boolean requireSenderDomain(Submitter submitter) {
        PeerLimits current = limits.get();
        return current.requireSenderDomain() && isLimited(submitter, current);
    }

    /** Whether the client's address must have a name (LIMIT-5). */
    public boolean requireReverseName(Submitter submitter) {
        PeerLimits current = limits.get();
        return current.requirePtr() && isLimited(submitter, current);
    }

    /** Whether the session has to end because its client is blocked for what it asked for (LIMIT-4). */
    public boolean isExpelled(Submitter submitter) {
        return isLimited(submitter, limits.get()) && policies.isHarvester(submitter.address(), clock.instant());
    }

    private boolean isLimited(Submitter submitter, PeerLimits current) {
        return submitter.service().equals(RECEPTION)
                && !submitter.isLoggedIn()
                && !policies.isMember(current.exemptGroup(), submitter.address());
    }

    private void tell(Topic<ClientCount> topic, Submitter submitter, Instant at) {
        var count = new ClientCount(UUID.randomUUID(), replica, submitter.address(), at);
        publisher.publish(topic, network(submitter.address()).format(), count).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warn("{} could not be told: {}", topic.name(), failure.toString());
            }
        });
    }

    private static IpAddress network(IpAddress client) {
        return client.family() == Family.IPV6 ? client.first(IPV6_PREFIX) : client;
    }
}
