package org.letterlock.admin.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("CERT-6")
class ExpiryWarningsTest {
    private final TestCa ca = TestCa.create();
    private final TestCertificate own = ca.issue("own.example");
    private final TestCertificate imported = ca.issue("imported.example");
    private final Instant end = imported.chain().getFirst().getNotAfter().toInstant();
    private final List<AddrSpec> administrators =
            new ArrayList<>(List.of(AddrSpec.parse("chief@example.org").require()));
    private final List<Notice> notices = new ArrayList<>();
    private final List<SecurityEvent> events = new ArrayList<>();
    private Instant now = end.minus(Duration.ofDays(31));
    private CertificateStore store;
    private ExpiryWarnings warnings;

    @BeforeEach
    void makeTables() throws IOException {
        TestDatabase database = TestServers.freshDatabase();
        var dataSource = new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        JdbcClient jdbc = JdbcClient.create(dataSource);
        try (InputStream script = getClass().getResourceAsStream("/db/migration/admin-api/V4__certificates.sql")) {
            jdbc.sql(new String(script.readAllBytes(), StandardCharsets.UTF_8)).update();
        }
        var transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        Outbox outbox = new Outbox() {
            @Override
            public <V> void add(Topic<V> topic, String key, @Nullable V value) {
                if (value instanceof SecurityEvent event) {
                    events.add(event);
                }
                if (value instanceof Notice notice) {
                    notices.add(notice);
                }
            }

            @Override
            public void audit(String event, String target, @Nullable Object before, @Nullable Object after) {
                throw new UnsupportedOperationException("the certificates' own resource is audited");
            }
        };
        store = new CertificateStore(jdbc, transaction, new Sealer(Keyring.inMemory()), outbox, new RecordCodec());
        warnings = new ExpiryWarnings(
                store,
                () -> new OwnCertificate(own.chain(), false),
                jdbc,
                transaction,
                outbox,
                () -> administrators,
                () -> now);
    }

    @Test
    void eachWarningIsGivenOnceForEachCertificate() {
        UUID id = UUID.randomUUID();
        store.add(id, new KeyedChain(imported.chain(), imported.key()), false);

        lookAt(Duration.ofDays(31));
        assertThat(events).isEmpty();
        lookAt(Duration.ofDays(30));
        lookAt(Duration.ofDays(29));
        assertThat(daysOf("/certificates/" + id)).containsExactly("30");
        assertThat(events).hasSize(2).allMatch(event -> event.name().equals("certificate.expiring"));
        lookAt(Duration.ofDays(14));
        lookAt(Duration.ofDays(7));
        lookAt(Duration.ofDays(3));
        lookAt(Duration.ofDays(1));
        lookAt(Duration.ofHours(1));
        assertThat(daysOf("/certificates/" + id)).containsExactly("30", "14", "7", "3", "1");
        lookAt(Duration.ofDays(-1));
        assertThat(daysOf("/certificates/" + id)).hasSize(5);
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() {
        lookAt(Duration.ofDays(2));
        lookAt(Duration.ofDays(2));

        assertThat(daysOf("/certificates/" + OwnCertificate.ID)).containsExactly("3");
    }

    @Test
    void administratorsGetAMailOfEachWarning() {
        UUID id = UUID.randomUUID();
        store.add(id, new KeyedChain(imported.chain(), imported.key()), false);

        lookAt(Duration.ofDays(30));
        lookAt(Duration.ofDays(29));
        lookAt(Duration.ofDays(14));

        assertThat(notices)
                .filteredOn(notice -> notice.text().contains(id.toString()))
                .hasSize(2)
                .allSatisfy(notice -> assertThat(notice.recipients()).isEqualTo(administrators));
        administrators.clear();
        lookAt(Duration.ofDays(7));
        assertThat(notices).hasSize(4); // two certificates, two warnings
    }

    private void lookAt(Duration beforeTheEnd) {
        now = end.minus(beforeTheEnd);
        warnings.look();
    }

    private List<String> daysOf(String target) {
        return events.stream()
                .filter(event -> event.details().get("target").equals(target))
                .map(event -> event.details().get("days"))
                .toList();
    }
}
