package org.letterlock.auth.factorpolicy;

import java.time.InstantSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.service.kafka.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the policies of second factors. */
@Configuration(proxyBeanMethods = false)
public class SecondFactorPolicyConfiguration {
    @Bean
    SecondFactorPolicies secondFactorPolicies(
            JdbcClient jdbc,
            DomainGuard lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new SecondFactorPolicies(new JdbcSecondFactorPolicies(jdbc), lockOuts, outbox, transactions, clock);
    }

    @Bean
    SecondFactorPolicyController secondFactorPolicyController(SecondFactorPolicies policies, Documents documents) {
        return new SecondFactorPolicyController(policies, documents);
    }
}
