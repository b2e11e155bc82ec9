package org.letterlock.service.lockout;

import java.time.InstantSource;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** For services that own settings by which people may be locked out. */
@Configuration(proxyBeanMethods = false)
public class LockOutSupport {
    @Bean
    LockOutTurn lockOutTurn(JdbcClient jdbc, Replicas replicas, InstantSource clock) {
        return new LockOutTurn(jdbc, replicas, clock);
    }

    @Bean
    LockOutAcceptance lockOutAcceptance(Sealer sealer, InstantSource clock) {
        return new LockOutAcceptance(sealer, clock);
    }
}
