package org.letterlock.auth.lockout;

import java.time.InstantSource;
import org.letterlock.auth.guessing.KnownAddresses;
import org.letterlock.auth.login.RulesInForce;
import org.letterlock.contracts.Exchanges;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.lockout.LockOutTurn;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;

/** Wires who finds out whom a change would lock out, and answers those who ask. */
@Configuration(proxyBeanMethods = false)
public class LockOutConfiguration {
    @Bean
    LockOutReports lockOutReports(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Sealer sealer,
            RecordCodec codec,
            InstantSource clock) {
        return new LockOutReports(jdbc, transactions, sealer, codec, clock);
    }

    @Bean
    LockOuts lockOuts(
            JdbcClient jdbc,
            KnownAddresses addresses,
            LockOutReports reports,
            LockOutTurn turn,
            LockOutAcceptance acceptance,
            RulesInForce rules,
            Responders responders,
            TransactionOperations transactions,
            InstantSource clock) {
        LockOuts lockOuts =
                new LockOuts(new JdbcStandings(jdbc), addresses, reports, turn, acceptance, rules, transactions, clock);
        responders.answerBlocking(Exchanges.LOCK_OUT, lockOuts::simulate);
        return lockOuts;
    }

    @Bean
    LockOutController lockOutController(LockOutReports reports) {
        return new LockOutController(reports);
    }
}
