package org.letterlock.senderpolicy.delegation;

import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the delegations. */
@Configuration(proxyBeanMethods = false)
public class DelegationConfiguration {
    @Bean
    JdbcDelegations delegations(JdbcClient jdbc, InstantSource clock, Views views) {
        JdbcDelegations delegations = new JdbcDelegations(jdbc, clock);
        views.viewOf(Topics.DIRECTORY_ACCOUNTS).onChange(change -> {
            if (change instanceof ViewChange.Removed<?>(String key)) {
                delegations.removeAllOf(AccountId.parse(key));
            }
        });
        return delegations;
    }

    @Bean
    DelegationController delegationController(
            JdbcDelegations delegations,
            TransactionTemplate transactions,
            Outbox outbox,
            Directory directory,
            MergePatch patches,
            InstantSource clock) {
        var news = new DelegationNews(outbox, directory, clock, UUID::randomUUID);
        return new DelegationController(
                delegations, transactions, outbox, news, directory, patches, clock, UUID::randomUUID);
    }
}
