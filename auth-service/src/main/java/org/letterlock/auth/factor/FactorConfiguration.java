package org.letterlock.auth.factor;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
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
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        return new SecondFactors(new JdbcFactors(jdbc, sealer), outbox, transactions, random, clock);
    }

    @Bean
    FactorController factorController(SecondFactors factors, TokenService tokens, Documents documents) {
        return new FactorController(factors, tokens, documents);
    }
}
