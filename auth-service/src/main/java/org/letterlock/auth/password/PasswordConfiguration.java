package org.letterlock.auth.password;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.credential.FormerPasswords;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.document.Documents;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.Outbox;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the password policy. */
@Configuration(proxyBeanMethods = false)
public class PasswordConfiguration {
    @Bean
    PasswordPolicies passwordPolicies(
            JdbcClient jdbc,
            SecureRandom random,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new PasswordPolicies(
                new JdbcPasswordPolicies(jdbc),
                CommonPasswords.load(),
                new PasswordGenerator(random),
                outbox,
                transactions,
                clock);
    }

    @Bean
    NewPasswords newPasswords(
            PasswordPolicies policies, JdbcCredentials credentials, CredentialCheck check, FormerPasswords former) {
        return new NewPasswords(policies, credentials, check, former);
    }

    @Bean
    PasswordReminders passwordReminders(
            JdbcClient jdbc, Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        return new PasswordReminders(jdbc, outbox, transactions, clock);
    }

    @Bean
    RecurringWork passwordReminding(PasswordReminders reminders) {
        return new RecurringWork("password-reminders", Duration.ofMinutes(1), Duration.ofHours(1), reminders::sendDue);
    }

    @Bean
    PasswordPolicyController passwordPolicyController(PasswordPolicies policies, Documents documents) {
        return new PasswordPolicyController(policies, documents);
    }
}
