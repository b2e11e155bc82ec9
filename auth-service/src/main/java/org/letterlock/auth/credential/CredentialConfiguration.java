package org.letterlock.auth.credential;

import java.security.SecureRandom;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the credentials. */
@Configuration(proxyBeanMethods = false)
public class CredentialConfiguration {
    /** The only key of {@link Topics#POLICY_PASSWORD_HASHING}. */
    static final String POLICY = "password-hashing";

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean(destroyMethod = "close")
    PasswordHashing passwordHashing(SecureRandom random, Views views) {
        ReplicatedView<PasswordHashingPolicy> policy = views.viewOf(Topics.POLICY_PASSWORD_HASHING);
        return new PasswordHashing(
                random, () -> PasswordCost.of(policy.find(POLICY).orElse(PasswordHashingPolicy.DEFAULT)));
    }

    @Bean
    PasswordStorage passwordStorage(PasswordHashing hashing, JdbcClient jdbc) {
        return new PasswordStorage(hashing, jdbc);
    }

    @Bean
    JdbcCredentials jdbcCredentials(JdbcClient jdbc, Sealer sealer) {
        return new JdbcCredentials(jdbc, sealer);
    }

    @Bean
    FormerPasswords formerPasswords(JdbcClient jdbc, Sealer sealer, PasswordHashing hashing) {
        return new FormerPasswords(jdbc, sealer, hashing);
    }

    @Bean
    CredentialCheck credentialCheck(
            JdbcCredentials credentials, PasswordHashing hashing, Sealer sealer, SecureRandom random) {
        return new CredentialCheck(credentials, hashing, sealer, random);
    }
}
