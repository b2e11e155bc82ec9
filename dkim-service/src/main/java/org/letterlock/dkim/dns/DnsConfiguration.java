package org.letterlock.dkim.dns;

import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.dns.DnsServers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires the checks. */
@Configuration(proxyBeanMethods = false)
public class DnsConfiguration {
    @Bean
    TxtLookup txtLookup(InstallationProperties installation) {
        return new DnsjavaTxtLookup(DnsServers.resolver(installation.dns().server()));
    }

    @Bean
    DnsChecks dnsChecks(
            TxtLookup lookup,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            JsonMapper mapper,
            KeyLifecycle lifecycle,
            InstantSource clock) {
        return new DnsChecks(lookup, new JdbcRecordChecks(jdbc, transactions, mapper), lifecycle, clock);
    }

    @Bean
    CheckRunner checkRunner(JdbcSigningKeys keys, DnsChecks checks, Directory directory, InstantSource clock) {
        return new CheckRunner(keys, checks, directory, clock);
    }

    @Bean
    RecurringWork dkimChecks(CheckRunner runner) {
        return new RecurringWork("dkim-checks", Duration.ofSeconds(10), Duration.ofSeconds(10), runner::run);
    }
}
