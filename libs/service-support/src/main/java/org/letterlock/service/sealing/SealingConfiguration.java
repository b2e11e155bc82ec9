package org.letterlock.service.sealing;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.content.ContentStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The keyring of a service and what works with it. */
@Configuration(proxyBeanMethods = false)
public class SealingConfiguration {
    @Bean
    Keyring keyring(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            InstallationProperties installation,
            ServiceDescription service) {
        Set<ClassKey> keys = EnumSet.of(ClassKey.KAFKA);
        keys.addAll(service.keys());
        return new KeyringStore(jdbc, transactions, installation.instanceKeyFile()).open(keys, service.owns());
    }

    @Bean
    Sealer sealer(Keyring keyring) {
        return new Sealer(keyring);
    }

    @Bean
    SecretEnvelopes secretEnvelopes(Keyring keyring) {
        return new SecretEnvelopes(keyring);
    }

    @Bean
    ContentSealer contentSealer(Keyring keyring, ContentStore contentStore, InstantSource clock) {
        return new ContentSealer(keyring, contentStore, clock, Executors.newVirtualThreadPerTaskExecutor());
    }
}
