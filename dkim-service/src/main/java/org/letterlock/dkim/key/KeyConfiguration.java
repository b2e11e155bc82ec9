package org.letterlock.dkim.key;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.InstantSource;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the keys. */
@Configuration(proxyBeanMethods = false)
public class KeyConfiguration {
    @Bean
    SigningCrypto signingCrypto() {
        return SigningCrypto.choose();
    }

    @Bean
    JdbcSigningKeys jdbcSigningKeys(JdbcClient jdbc, Sealer sealer) {
        return new JdbcSigningKeys(jdbc, sealer);
    }

    @Bean
    PrivateKeys privateKeys(JdbcSigningKeys keys, SigningCrypto crypto) {
        return new PrivateKeys(keys, crypto, Ticker.systemTicker());
    }

    @Bean
    KeyEvents keyEvents(Outbox outbox, InstantSource clock) {
        return new KeyEvents(outbox, clock);
    }

    @Bean
    KeyLifecycle keyLifecycle(
            JdbcSigningKeys keys,
            SigningCrypto crypto,
            KeyEvents events,
            TransactionTemplate transactions,
            InstantSource clock) {
        return new KeyLifecycle(keys, crypto, events, transactions, clock);
    }
}
