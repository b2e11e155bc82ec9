package org.letterlock.admin.service;

import java.time.InstantSource;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the settings of the services; gives each its defaults at the first start. */
@Configuration(proxyBeanMethods = false)
public class ServicePolicyConfiguration {
    @Bean
    ServicePolicyStore servicePolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        ServicePolicyStore store = new ServicePolicyStore(jdbc, transaction, sealer, outbox, codec, ipGroups);
        store.addDefaults();
        return store;
    }

    @Bean
    TlsTwins tlsTwins(ServicePolicyStore store) {
        return new TlsTwins(store);
    }

    @Bean
    ExposureController exposureController(ServicePolicyStore store) {
        return new ExposureController(store);
    }

    @Bean
    ServiceChanges serviceChanges(ServicePolicyStore store, LockOutGuard lockOuts) {
        return new ServiceChanges(store, lockOuts);
    }

    @Bean
    ServiceController serviceController(
            ServicePolicyStore store,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit,
            ServiceChanges changes,
            InstantSource clock) {
        return new ServiceController(store, ipGroups, patches, audit, changes, clock);
    }

    @Bean
    AdminAccessController adminAccessController(
            ServicePolicyStore store,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit,
            ServiceChanges changes) {
        return new AdminAccessController(store, ipGroups, patches, audit, changes);
    }
}
