package org.letterlock.auth.factor;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factorpolicy.SecondFactorPolicies;
import org.letterlock.auth.token.EffectiveRoles;
import org.letterlock.auth.token.TokenService;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the second factors. */
@Configuration(proxyBeanMethods = false)
public class FactorConfiguration {
    @Bean
    SecondFactors secondFactors(
            JdbcClient jdbc,
            Sealer sealer,
            SecondFactorPolicies policies,
            EffectiveRoles roles,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        return new SecondFactors(
                new JdbcFactors(jdbc, sealer),
                policies,
                roles,
                new FactorNotices(jdbc, outbox, clock),
                outbox,
                transactions,
                random,
                clock);
    }

    @Bean
    RememberedBrowsers rememberedBrowsers(
            JdbcClient jdbc, TransactionOperations transactions, SecureRandom random, InstantSource clock) {
        return new RememberedBrowsers(jdbc, transactions, random, clock);
    }

    @Bean
    FactorController factorController(SecondFactors factors, TokenService tokens, Documents documents) {
        return new FactorController(factors, tokens, documents);
    }
}
