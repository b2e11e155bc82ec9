package org.letterlock.senderpolicy.spf;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the evaluation of SPF and the exchange by which it is asked for. */
@Configuration(proxyBeanMethods = false)
public class SpfConfiguration {
    private static final Duration PRUNING = Duration.ofHours(1);

    @Bean
    TemporaryErrors spfTemporaryErrors(JdbcClient jdbc, Sealer sealer, InstantSource clock) {
        return new TemporaryErrors(jdbc, sealer, clock);
    }

    @Bean
    SpfDecisions spfDecisions(
            InstallationProperties installation,
            Views views,
            TemporaryErrors temporaryErrors,
            Responders responders,
            InstantSource clock) {
        DnsLookup lookup = DnsjavaLookup.caching(installation.dns().server(), clock);
        ReplicatedView<SpfPolicy> policies = views.viewOf(Topics.POLICY_SPF);
        Supplier<SpfPolicy> policy = () -> policies.find("spf").orElse(SpfPolicy.DEFAULT);
        SpfDecisions decisions = new SpfDecisions(
                () -> DnsBudget.forMessage(lookup), policy, temporaryErrors, installation.hostName(), clock);
        responders.answerBlocking(Exchanges.SPF, decisions::decide);
        return decisions;
    }

    @Bean
    RecurringWork spfPruning(TemporaryErrors temporaryErrors) {
        return new RecurringWork("spf-pruning", PRUNING, PRUNING, temporaryErrors::prune);
    }
}
