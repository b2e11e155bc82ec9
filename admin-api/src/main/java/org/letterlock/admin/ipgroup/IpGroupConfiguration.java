package org.letterlock.admin.ipgroup;

import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.NamedHosts;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the IP groups; makes the predefined one at the first start. */
@Configuration(proxyBeanMethods = false)
public class IpGroupConfiguration {
    @Bean
    IpGroupStore ipGroupStore(
            JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        IpGroupStore store = new IpGroupStore(jdbc, transaction, sealer, outbox, codec);
        store.add(PredefinedGroups.localClients());
        return store;
    }

    @Bean
    ReplicatedIpGroups ipGroups(Views views) {
        return new ReplicatedIpGroups(views);
    }

    @Bean
    NamedHosts namedHosts(
            Views views,
            InstallationProperties installation,
            InstantSource clock,
            ReplicatedIpGroups ipGroups,
            AccessPolicies policies) {
        return NamedHosts.following(views, installation, clock, addresses -> {
            ipGroups.namedHosts(addresses);
            policies.namedHosts(addresses);
        });
    }

    @Bean
    IpGroupController ipGroupController(
            IpGroupStore store,
            MergePatch patches,
            ReplicatedIpGroups ipGroups,
            AuditLog audit,
            LockOutGuard lockOuts,
            InstantSource clock) {
        return new IpGroupController(store, patches, ipGroups, audit, lockOuts, clock, UUID::randomUUID);
    }
}
