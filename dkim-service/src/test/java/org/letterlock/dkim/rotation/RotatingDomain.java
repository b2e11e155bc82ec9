package org.letterlock.dkim.rotation;

import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.dns.TestDnsChecks;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyEvents;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.PrivateKeys;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.dkim.signing.SigningDecisions;
import org.letterlock.dkim.signing.TestSigner;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** One replica of the service for one domain, with a database connection of its own; closing it is the replica's death. */
final class RotatingDomain implements AutoCloseable {
    static final DomainRecord DOMAIN = new DomainRecord(
            new DomainId(UUID.fromString("00000000-0000-0000-0000-000000000001")),
            new Domain("zone.example"),
            List.of(),
            false,
            "+",
            true);

    final JdbcSigningKeys keys;
    final Rotations rotations;
    final Function<SignRequest, SignReply> signer;
    private final SingleConnectionDataSource connection;
    private final JdbcDomainSettings settings;
    private final RotationRunner runner;
    private final Runnable checks;

    /** The events of committed and of rolled back transactions alike. */
    static final class Events implements Outbox {
        final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public <V> void add(Topic<V> topic, String key, @Nullable V valueOrTombstone) {
            if (valueOrTombstone instanceof SecurityEvent event) {
                names.add(event.name());
            }
        }

        @Override
        public void audit(String event, String target, @Nullable Object before, @Nullable Object after) {
            names.add(event);
        }
    }

    RotatingDomain(
            TestDatabase database,
            Sealer sealer,
            FakeDns resolver,
            Outbox outbox,
            InstantSource clock,
            Function<TransactionOperations, TransactionOperations> fragile) {
        connection = new SingleConnectionDataSource(database.jdbcUrl(), database.user(), database.password(), true);
        JdbcClient jdbc = JdbcClient.create(connection);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(connection));
        Directory directory = new Directory();
        directory.put(DOMAIN);
        keys = new JdbcSigningKeys(jdbc, sealer);
        settings = new JdbcDomainSettings(jdbc);
        SigningCrypto crypto = SigningCrypto.ofJdk();
        KeyEvents events = new KeyEvents(outbox, clock);
        KeyLifecycle lifecycle = new KeyLifecycle(keys, crypto, events, fragile.apply(transactions), clock);
        DnsChecks dns = TestDnsChecks.of(resolver, jdbc, transactions, lifecycle, clock);
        JdbcRotations stored = new JdbcRotations(jdbc);
        rotations = new Rotations(stored, lifecycle, events, clock);
        runner = new RotationRunner(rotations, stored, keys, settings, lifecycle, dns, directory, clock);
        checks = TestDnsChecks.runner(keys, dns, directory, clock);
        signer = TestSigner.of(
                directory,
                new SigningDecisions(settings, keys, clock),
                new PrivateKeys(keys, crypto, Ticker.systemTicker()),
                crypto,
                clock);
    }

    static void createSchema(TestDatabase database) throws Exception {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            for (String script : List.of("V1__dkim.sql", "V2__rotation.sql")) {
                try (var sql = RotatingDomain.class.getResourceAsStream("/db/migration/dkim-service/" + script)) {
                    statement.execute(new String(sql.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        } catch (SQLException e) {
            throw new AssertionError("the schema cannot be made", e);
        }
    }

    DomainSettings settings() {
        return settings.read(DOMAIN.id());
    }

    void set(DomainSettings wanted) {
        settings.replace(wanted);
    }

    /** What the service does every ten seconds. */
    void work() {
        checks.run();
        runner.run();
    }

    /** What it does every hour. */
    void plan() {
        runner.plan();
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
