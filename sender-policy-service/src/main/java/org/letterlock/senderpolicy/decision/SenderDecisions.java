package org.letterlock.senderpolicy.decision;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.senderpolicy.judgement.Finding;
import org.letterlock.senderpolicy.judgement.Judgement;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers, and tells of what was refused (SPOOF-8) or let through as a trusted sender (SPOOF-11). */
final class SenderDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(SenderDecisions.class);

    private final SenderJudge judge;
    private final TopicPublisher publisher;
    private final InstantSource clock;

    SenderDecisions(SenderJudge judge, TopicPublisher publisher, InstantSource clock) {
        this.judge = judge;
        this.publisher = publisher;
        this.clock = clock;
    }

    SenderCheckReply decide(SenderCheckRequest request) {
        Judgement judgement = judge.judge(request);
        for (Finding finding : judgement.findings()) {
            switch (finding) {
                case Finding.Refused refused -> tell("spoof.rejected", request, refused);
                case Finding.TrustedPeer trusted -> tell("spoof.trusted-sender", request, trusted);
                case Finding.Permitted _, Finding.NotProtected _ -> {}
            }
        }
        return judgement.reply();
    }

    /** The event is for the administrator's eyes; the answer does not wait for it. */
    private void tell(String event, SenderCheckRequest request, Finding finding) {
        String account = request.account() == null ? "none" : request.account().toString();
        String domain = finding.address().domain().text();
        LOG.info(
                "{}: authenticated user {}, IP {}, domain {}, identity {}",
                event,
                account,
                request.clientAddress(),
                domain,
                finding.identity());
        publisher
                .publish(
                        Topics.SECURITY_EVENTS,
                        UUID.randomUUID().toString(),
                        new SecurityEvent(
                                event,
                                clock.instant(),
                                "sender-policy",
                                request.clientAddress(),
                                Map.of(
                                        "address",
                                        finding.address().format(),
                                        "account",
                                        account,
                                        "domain",
                                        domain,
                                        "identity",
                                        finding.identity().name())))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.warn("the event {} could not be published", event, failure);
                    }
                });
    }
}
