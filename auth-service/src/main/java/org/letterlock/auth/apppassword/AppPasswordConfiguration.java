package org.letterlock.auth.apppassword;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.token.TokenService;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the app passwords. */
@Configuration(proxyBeanMethods = false)
public class AppPasswordConfiguration {
    @Bean
    AppPasswords appPasswords(
            JdbcClient jdbc,
            SealedText texts,
            ReplicatedIpGroups groups,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        return new AppPasswords(new JdbcAppPasswords(jdbc, texts), groups, outbox, transactions, random, clock);
    }

    @Bean
    AppPasswordController appPasswordController(
            AppPasswords passwords, TokenService tokens, JdbcClient jdbc, Documents documents) {
        return new AppPasswordController(passwords, tokens, jdbc, documents);
    }
}
