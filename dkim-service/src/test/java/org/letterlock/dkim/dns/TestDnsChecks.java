package org.letterlock.dkim.dns;

import java.time.InstantSource;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.service.dns.DnsServers;
import org.letterlock.testkit.FakeDns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** The checks for tests of other packages. */
public final class TestDnsChecks {
    private TestDnsChecks() {}

    /** Checks that ask that resolver, and authoritative servers at its port. */
    public static DnsChecks of(
            FakeDns resolver,
            JdbcClient jdbc,
            TransactionOperations transactions,
            KeyLifecycle lifecycle,
            InstantSource clock) {
        return new DnsChecks(
                new DnsjavaTxtLookup(DnsServers.resolver(resolver.address()), resolver.port()),
                new JdbcRecordChecks(jdbc, transactions, JsonMapper.shared()),
                lifecycle,
                clock);
    }

    /** The recurring check of records that are no part of a rotation. */
    public static Runnable runner(JdbcSigningKeys keys, DnsChecks checks, Directory directory, InstantSource clock) {
        return new CheckRunner(keys, checks, directory, clock)::run;
    }
}
