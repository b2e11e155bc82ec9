package org.letterlock.ingress.smtp.session;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.netty.access.RefusalCounts;
import org.letterlock.netty.listener.Peer;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators want to hear of: at most one event a minute for each peer and kind, with a count. */
public final class SecurityReports {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityReports.class);

    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final RefusalCounts counts;

    /** Reports by {@code publisher}. */
    public SecurityReports(TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
        this.counts = new RefusalCounts(clock);
    }

    /** Addresses may stand in {@code details}, which travel sealed; the log line has none. */
    void report(Peer peer, String event, Map<String, String> details) {
        counts.count(peer.service(), peer.address(), event).ifPresent(count -> {
            LOG.info(
                    "security event={} service={} peer={} session={} count={}",
                    event,
                    peer.service(),
                    peer.address(),
                    peer.connection(),
                    count);
            Map<String, String> all = new HashMap<>(details);
            all.put("count", Integer.toString(count));
            publisher
                    .publish(
                            Topics.SECURITY_EVENTS,
                            peer.connection().toString(),
                            new SecurityEvent(
                                    event,
                                    clock.instant(),
                                    peer.service(),
                                    peer.address().format(),
                                    all))
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            LOG.warn("the event {} could not be published", event, failure);
                        }
                    });
        });
    }
}
