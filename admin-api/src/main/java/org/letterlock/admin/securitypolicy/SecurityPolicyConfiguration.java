package org.letterlock.admin.securitypolicy;

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

/** Wires the security policy; publishes the default one at the first start. */
@Configuration(proxyBeanMethods = false)
public class SecurityPolicyConfiguration {
    @Bean
    SecurityPolicyStore securityPolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        SecurityPolicyStore store = new SecurityPolicyStore(jdbc, transaction, sealer, outbox, codec, ipGroups);
        store.addDefault();
        return store;
    }

    @Bean
    SecurityPolicyController securityPolicyController(
            SecurityPolicyStore store, IpGroupStore ipGroups, MergePatch patches, AuditLog audit) {
        return new SecurityPolicyController(store, ipGroups, patches, audit);
    }
}
