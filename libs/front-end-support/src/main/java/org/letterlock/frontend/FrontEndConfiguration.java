package org.letterlock.frontend;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.SessionReview;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.netty.session.SessionRegister;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.NamedHosts;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.session.SessionDesk;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What every front end of a mail protocol stands on: the checks at accept, TLS, and the register of logged-in sessions, with
 * what it is asked and what has them judged again.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TlsProperties.class)
public class FrontEndConfiguration {
    @Bean
    AccessPolicies accessPolicies(Views views) {
        return ReplicatedPolicies.follow(views);
    }

    @Bean
    NamedHosts namedHosts(
            Views views, InstallationProperties installation, InstantSource clock, AccessPolicies policies) {
        return NamedHosts.following(views, installation, clock, policies::namedHosts);
    }

    @Bean
    ConnectionGate connectionGate(AccessPolicies policies, Replicas replicas, InstantSource clock) {
        return SharedLimits.gate(policies, replicas, clock);
    }

    @Bean
    TrustedProxies trustedProxies(AccessPolicies policies, TopicPublisher publisher, InstantSource clock) {
        return ProxyRejections.reportedBy(publisher, policies, clock);
    }

    @Bean
    LiveTls liveTls(TlsProperties properties, Views views, Sealer sealer, InstantSource clock) {
        return LiveTls.follow(properties, views, sealer, clock, List.of());
    }

    @Bean(destroyMethod = "") // goes with the one above
    TlsContexts tlsContexts(LiveTls tls) {
        return tls.contexts();
    }

    @Bean
    SessionRegister sessionRegister(AccessPolicies policies, InstantSource clock) {
        return new SessionRegister(
                UUID.randomUUID(), () -> policies.connections().sessionsPerAccount(), clock);
    }

    @Bean
    SessionDesk sessionDesk(
            ServiceDescription service, SessionRegister register, Consumers consumers, TopicPublisher publisher) {
        return new SessionDesk(register.replica(), service.name(), register, consumers, publisher);
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
