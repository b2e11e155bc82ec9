package org.letterlock.admin.lockout;

import org.letterlock.contracts.Exchanges;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.lockout.LockOutSupport;
import org.letterlock.service.lockout.LockOutTurn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires who asks whom a change would lock out. */
@Configuration(proxyBeanMethods = false)
@Import(LockOutSupport.class)
public class LockOutConfiguration {
    @Bean
    LockOutGuard lockOutGuard(
            Requesters requesters,
            LockOutGuard.Reach reach,
            LockOutTurn turn,
            LockOutAcceptance acceptance,
            RecordCodec codec) {
        return new LockOutGuard(requesters.requester(Exchanges.LOCK_OUT), reach, turn, acceptance, codec);
    }
}
