package org.letterlock.admin.setting;

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

/** Wires what all settings have in common. */
@Configuration(proxyBeanMethods = false)
public class SettingConfiguration {
    @Bean
    SettingResource.Surroundings settingSurroundings(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit) {
        return new SettingResource.Surroundings(
                new SettingStore(jdbc, transaction, sealer, outbox, codec, ipGroups), patches, audit);
    }
}
