package org.letterlock.admin.guessing;

import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the protection against guessing; publishes the default one at the first start. */
@Configuration(proxyBeanMethods = false)
public class GuessingPolicyConfiguration {
    @Bean
    GuessingPolicyStore guessingPolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        GuessingPolicyStore store = new GuessingPolicyStore(jdbc, transaction, sealer, outbox, codec, ipGroups);
        store.addDefault();
        return store;
    }

    @Bean
    GuessingPolicyController guessingPolicyController(
            GuessingPolicyStore store, IpGroupStore ipGroups, MergePatch patches, AuditLog audit) {
        return new GuessingPolicyController(store, ipGroups, patches, audit);
    }
}
