package org.letterlock.ingress.mailbox.listener;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.SessionReview;
import org.letterlock.netty.session.SessionRegister;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.session.SessionDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the register of logged-in sessions: what it is asked, and what has them judged again. */
@Configuration(proxyBeanMethods = false)
public class SessionRegisterConfiguration {
    @Bean
    SessionRegister sessionRegister(AccessPolicies policies, InstantSource clock) {
        return new SessionRegister(
                UUID.randomUUID(), () -> policies.connections().sessionsPerAccount(), clock);
    }

    @Bean
    SessionDesk sessionDesk(SessionRegister register, Consumers consumers, TopicPublisher publisher) {
        return new SessionDesk(register.replica(), "mailbox-ingress", register, consumers, publisher);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService sessionReviewTimer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("session-review").factory());
    }

    @Bean
    SessionReview sessionReview(
            SessionRegister register,
            AccessPolicies policies,
            Views views,
            ScheduledExecutorService sessionReviewTimer) {
        ReplicatedView<AccountRecord> accounts = views.viewOf(Topics.DIRECTORY_ACCOUNTS);
        ReplicatedView<AccessPolicy> accessPolicies = views.viewOf(Topics.POLICY_ACCESS);
        SessionReview review = new SessionReview(
                register,
                policies,
                id -> accounts.find(id.toString()),
                id -> accessPolicies.find(id.toString()),
                sessionReviewTimer);
        accounts.onChange(change -> {
            switch (change) {
                case ViewChange.Put<AccountRecord>(String _, AccountRecord account) ->
                    review.accountChanged(account.id());
                case ViewChange.Removed<AccountRecord>(String key) -> review.accountRemoved(AccountId.parse(key));
            }
        });
        accessPolicies.onChange(_ -> review.rulesChanged());
        policies.onClientRulesChange(review::rulesChanged);
        policies.onServiceChange(_ -> review.rulesChanged());
        return review;
    }

    @Bean
    SessionSeats sessionSeats(SessionRegister register, SessionReview review, InstantSource clock) {
        return new SessionSeats(register, review::judge, clock);
    }
}
