package org.letterlock.frontend;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells administrators of connections that were closed for their PROXY header (SVC-14): the event {@code proxy.rejected}. */
public final class ProxyRejections implements TrustedProxies.Reports {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyRejections.class);
    private static final String EVENT = "proxy.rejected";

    private final TopicPublisher publisher;
    private final InstantSource clock;

    private ProxyRejections(TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** The proxies that the policies name; what is not theirs is told by {@code publisher}. */
    public static TrustedProxies reportedBy(TopicPublisher publisher, AccessPolicies policies, InstantSource clock) {
        return new TrustedProxies(policies, clock, new ProxyRejections(publisher, clock));
    }

    @Override
    public void rejected(String service, IpAddress sender, String reason, int count) {
        var event = new SecurityEvent(
                EVENT,
                clock.instant(),
                service,
                sender.format(),
                Map.of("reason", reason, "count", Integer.toString(count)));
        var _ = publisher
                .publish(Topics.SECURITY_EVENTS, UUID.randomUUID().toString(), event)
                .exceptionally(failure -> {
                    LOG.warn("the event {} could not be published: {}", EVENT, failure.toString());
                    return null;
                });
    }
}
