package org.letterlock.admin.explain;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the questions that admin-api answers itself. */
@Configuration(proxyBeanMethods = false)
public class ExplainConfiguration {
    @Bean
    AccessExplainController accessExplainController(
            Views views,
            AccessPolicies policies,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        ReplicatedView<ServicePolicy> services = views.viewOf(Topics.POLICY_SERVICES);
        ReplicatedView<AccountRecord> accounts = views.viewOf(Topics.DIRECTORY_ACCOUNTS);
        AccessExplainer explainer = new AccessExplainer(
                () -> List.copyOf(services.values()),
                policies,
                ConnectionGate.of(policies, clock),
                views.viewOf(Topics.POLICY_ACCESS),
                clock);
        return new AccessExplainController(
                explainer,
                name -> accounts.find(name)
                        .or(() -> accounts.values().stream()
                                .filter(account -> account.address().format().equalsIgnoreCase(name))
                                .findFirst()),
                caller -> transactions.executeWithoutResult(_ -> outbox.add(
                        Topics.SECURITY_EVENTS,
                        UUID.randomUUID().toString(),
                        new SecurityEvent(
                                "explain.used",
                                clock.instant(),
                                "admin",
                                caller.clientAddress(),
                                Map.of("actor", caller.login(), "target", "/explain/access")))));
    }
}
