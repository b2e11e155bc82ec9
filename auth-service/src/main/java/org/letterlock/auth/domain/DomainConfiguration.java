package org.letterlock.auth.domain;

import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.service.kafka.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the domains. */
@Configuration(proxyBeanMethods = false)
public class DomainConfiguration {
    @Bean
    DomainController domainController(
            JdbcClient jdbc,
            SealedText texts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock,
            Documents documents) {
        return new DomainController(
                new DomainService(new JdbcDomains(jdbc, texts), outbox, transactions, clock), documents);
    }
}
