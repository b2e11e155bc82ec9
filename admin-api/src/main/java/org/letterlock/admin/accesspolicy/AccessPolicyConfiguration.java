package org.letterlock.admin.accesspolicy;

import java.time.InstantSource;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.contracts.Exchanges;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the access policies. */
@Configuration(proxyBeanMethods = false)
public class AccessPolicyConfiguration {
    @Bean
    AccessPolicyStore accessPolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        return new AccessPolicyStore(jdbc, transaction, sealer, outbox, codec, ipGroups);
    }

    @Bean
    AccessPolicyController accessPolicyController(
            AccessPolicyStore store,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit,
            LockOutGuard lockOuts,
            Requesters requesters,
            InstantSource clock) {
        return new AccessPolicyController(
                store,
                () -> new GroupReferences(ipGroups.all()),
                patches,
                audit,
                lockOuts,
                requesters.requester(Exchanges.POLICY_RELEASE),
                clock);
    }
}
