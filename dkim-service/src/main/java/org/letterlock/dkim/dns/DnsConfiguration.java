package org.letterlock.dkim.dns;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.RecurringWork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import tools.jackson.databind.json.JsonMapper;

/** Wires the checks. */
@Configuration(proxyBeanMethods = false)
public class DnsConfiguration {
    @Bean
    TxtLookup txtLookup(InstallationProperties installation) {
        String server = installation.dns().server();
        Supplier<Resolver> resolver = server == null ? ExtendedResolver::new : () -> resolverAt(server);
        var _ = resolver.get(); // a setting that is no HOST:PORT stops the start
        return new DnsjavaTxtLookup(resolver);
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
    CheckRunner checkRunner(
            JdbcSigningKeys keys, DnsChecks checks, KeyLifecycle lifecycle, Directory directory, InstantSource clock) {
        return new CheckRunner(keys, checks, lifecycle, directory, clock);
    }

    @Bean
    RecurringWork dkimChecks(CheckRunner runner) {
        return new RecurringWork("dkim-checks", Duration.ofSeconds(10), Duration.ofSeconds(10), runner::run);
    }

    private static Resolver resolverAt(String server) {
        try {
            return DnsjavaTxtLookup.resolverAt(server);
        } catch (UnknownHostException | RuntimeException e) {
            throw new IllegalArgumentException("letterlock.dns.server is not HOST:PORT: " + server, e);
        }
    }
}
