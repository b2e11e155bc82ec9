package org.letterlock.admin.audit;

import org.letterlock.contracts.Topics;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires the audit log; it records what this service does and what the others tell of. */
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {
    @Bean
    AuditLog auditLog(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            JsonMapper mapper,
            Outbox outbox,
            Consumers consumers) {
        AuditLog log = new AuditLog(jdbc, transaction, sealer, mapper, outbox);
        String topic = Topics.SECURITY_EVENTS.name();
        consumers.consume(
                Topics.SECURITY_EVENTS,
                "admin-api.audit",
                records -> records.forEach(record -> log.record(
                        record.value(), record.requestId(), topic + "/" + record.partition() + "/" + record.offset())));
        consumers.consume(
                Topics.AUDIT_EVENTS,
                "admin-api.audit-changes",
                records -> records.forEach(record -> log.record(record.value())));
        return log;
    }

    @Bean
    AuditController auditController(AuditLog log) {
        return new AuditController(log);
    }
}
