package org.letterlock.admin.certificate;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServerCertificate;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.tls.CertificateKeys;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Certificates in PostgreSQL, sealed, published to every front end with each change. Safe for use by any thread. */
final class CertificateStore {
    private static final int MAX_CERTIFICATES = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;

    CertificateStore(
            JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.outbox = outbox;
        this.codec = codec;
    }

    /** All, the oldest first. */
    List<StoredCertificate> all() {
        return rows().stream().map(Row::stored).toList();
    }

    Optional<StoredCertificate> find(UUID id) {
        return rows().stream()
                .filter(row -> row.record().id().equals(id))
                .map(Row::stored)
                .findFirst();
    }

    /** Takes one in. */
    StoredCertificate add(UUID id, KeyedChain keyed, boolean preferred) {
        return inTransaction(() -> {
            if (rows().size() >= MAX_CERTIFICATES) {
                throw ProblemException.validation("", "too-many", "At most " + MAX_CERTIFICATES + " certificates.");
            }
            ServerCertificate record = new ServerCertificate(
                    id, encoded(keyed.chain()), CertificateKeys.seal(sealer, id, keyed.key()), preferred);
            if (preferred) {
                preferNoneButPublishAfter(record);
            } else {
                insert(record);
            }
            return new StoredCertificate(id, 1, keyed.chain(), preferred);
        });
    }

    /** Makes one the default; null for the installation's own. */
    void prefer(@Nullable UUID id) {
        inTransaction(() -> {
            List<Row> before = rows();
            jdbc.sql("update certificate set preferred = false, version = version + 1 where preferred")
                    .update();
            if (id != null) {
                int written = jdbc.sql("update certificate set preferred = true, version = version + 1 where id = :id")
                        .param("id", id)
                        .update();
                if (written == 0) {
                    throw ProblemException.notFound();
                }
            }
            // The new one first: a front end that is told in between has two, and not none.
            before.stream().filter(row -> row.record().id().equals(id)).forEach(row -> publish(row, true));
            before.stream()
                    .filter(row -> row.preferred() && !row.record().id().equals(id))
                    .forEach(row -> publish(row, false));
            return true;
        });
    }

    /** Forgets the one that has that version, unless it is the default (CERT-5). */
    void delete(UUID id, long version) {
        inTransaction(() -> {
            int deleted = jdbc.sql("delete from certificate where id = :id and version = :version and not preferred")
                    .param("id", id)
                    .param("version", version)
                    .update();
            if (deleted == 0) {
                throw find(id).filter(StoredCertificate::preferred).isPresent()
                        ? inUse()
                        : ProblemException.changedMeanwhile();
            }
            outbox.add(Topics.POLICY_CERTIFICATES, id.toString(), null);
            return true;
        });
    }

    static ProblemException inUse() {
        return new ProblemException(
                ProblemType.IN_USE, "This certificate is the default; make another one the default first.");
    }

    private void preferNoneButPublishAfter(ServerCertificate fresh) {
        List<Row> before = rows();
        jdbc.sql("update certificate set preferred = false, version = version + 1 where preferred")
                .update();
        insert(fresh);
        before.stream().filter(Row::preferred).forEach(row -> publish(row, false));
    }

    private void insert(ServerCertificate record) {
        jdbc.sql("insert into certificate (id, version, preferred, document) values (:id, 1, :preferred, :document)")
                .param("id", record.id())
                .param("preferred", record.preferred())
                .param("document", seal(record))
                .update();
        outbox.add(Topics.POLICY_CERTIFICATES, record.id().toString(), record);
    }

    private void publish(Row row, boolean preferred) {
        ServerCertificate record = row.record();
        outbox.add(
                Topics.POLICY_CERTIFICATES,
                record.id().toString(),
                new ServerCertificate(record.id(), record.chain(), record.sealedKey(), preferred));
    }

    // The column says which one is preferred; what the sealed record says of it is of the time when it was made.
    private record Row(ServerCertificate record, long version, boolean preferred) {
        StoredCertificate stored() {
            return new StoredCertificate(record.id(), version, decoded(record.chain()), preferred);
        }
    }

    private List<Row> rows() {
        return jdbc
                .sql("select id, version, preferred, document from certificate order by id")
                .query((row, number) -> new Row(
                        open(row.getObject("id", UUID.class), row.getBytes("document")),
                        row.getLong("version"),
                        row.getBoolean("preferred")))
                .list()
                .stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    private <T> T inTransaction(Supplier<T> work) {
        T result = transaction.execute(_ -> {
            // One change at a time, so that there is never more than one default.
            jdbc.sql("select pg_advisory_xact_lock(hashtext('certificate'))")
                    .query()
                    .singleRow();
            return work.get();
        });
        return Objects.requireNonNull(result);
    }

    private byte[] seal(ServerCertificate record) {
        return sealer.seal(
                ClassKey.CONFIG,
                codec.encode(record, ServerCertificate.class),
                "certificate",
                record.id().toString());
    }

    private ServerCertificate open(UUID id, byte[] sealed) {
        return codec.decode(
                sealer.open(ClassKey.CONFIG, sealed, "certificate", id.toString()), ServerCertificate.class);
    }

    private static List<Octets> encoded(List<X509Certificate> chain) {
        List<Octets> encoded = new ArrayList<>();
        try {
            for (X509Certificate each : chain) {
                encoded.add(Octets.wrap(each.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
        return encoded;
    }

    private static List<X509Certificate> decoded(List<Octets> encoded) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (Octets each : encoded) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.view())));
            }
            return chain;
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was stored can be read", e);
        }
    }
}
