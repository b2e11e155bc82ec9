package org.letterlock.auth.token;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the tokens. */
@Configuration(proxyBeanMethods = false)
public class TokenConfiguration {
    @Bean
    ReplicatedIpGroups ipGroups(Views views) {
        return new ReplicatedIpGroups(views);
    }

    @Bean
    EffectiveRoles effectiveRoles(JdbcClient jdbc) {
        return new EffectiveRoles(jdbc);
    }

    @Bean
    TokenService tokenService(
            JdbcClient jdbc,
            EffectiveRoles roles,
            ReplicatedIpGroups groups,
            SealedText texts,
            AccessJudge access,
            Views views,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        ReplicatedView<WebSessionPolicy> policies = views.viewOf(Topics.POLICY_WEB_SESSIONS);
        return new TokenService(
                new JdbcTokens(jdbc, texts),
                roles,
                groups,
                access,
                () -> policies.find("web-sessions").orElse(WebSessionPolicy.DEFAULT),
                outbox,
                transactions,
                random,
                clock);
    }

    @Bean
    TokenController tokenController(TokenService tokens, Documents documents) {
        return new TokenController(tokens, documents);
    }
}
