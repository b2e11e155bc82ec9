package org.letterlock.service.kafka;

import java.sql.Types;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topic.Retention.Compacted;
import org.letterlock.contracts.Topics;
import org.letterlock.service.audit.AuditDocuments;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.RequestId;
import org.letterlock.service.web.WriteRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The outbox as a table of the service's own schema. What a transaction publishes to compacted topics, and what it tells the
 * audit log, is one change of the configuration: it gets its version when all else is done, so that versions follow each other
 * as the changes commit, and nobody waits for the counter longer than a commit takes (CFG-2).
 */
final class JdbcOutbox implements Outbox {
    private static final int HEADROOM = 4096; // for key, headers and framing, also as a dead letter
    static final int MAX_VALUE = KafkaClients.MAX_RECORD - HEADROOM;
    private static final int REMEMBERED = 10_000;

    private final JdbcClient jdbc;
    private final RecordSealer sealer;
    private final OutboxRelay relay;
    private final Replicas replicas;
    private final AuditDocuments documents;
    private final String component;
    private final InstantSource clock;

    JdbcOutbox(
            JdbcClient jdbc,
            RecordSealer sealer,
            OutboxRelay relay,
            Replicas replicas,
            AuditDocuments documents,
            String component,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.relay = relay;
        this.replicas = replicas;
        this.documents = documents;
        this.component = component;
        this.clock = clock;
    }

    @Override
    public <V> void add(Topic<V> topic, String key, @Nullable V valueOrTombstone) {
        Transaction transaction = transaction();
        byte[] sealed = valueOrTombstone == null ? null : seal(topic, key, valueOrTombstone);
        transaction.isTold |= topic.equals(Topics.SECURITY_EVENTS);
        if (topic.retention() instanceof Compacted) {
            transaction.configuration.add(new Row(topic.name(), key, sealed));
        } else {
            insert(new Row(topic.name(), key, sealed), null);
        }
    }

    @Override
    public void audit(String event, String target, @Nullable Object before, @Nullable Object after) {
        transaction()
                .audited
                .add(new Audited(
                        event, target, documents.differing(before, after), documents.differing(after, before)));
    }

    private <V> byte[] seal(Topic<V> topic, String key, V value) {
        byte[] sealed = sealer.seal(topic, key, value, "");
        if (sealed.length > MAX_VALUE) {
            // The broker would never take it, and nothing behind it would ever be published.
            throw new ProblemException(
                    ProblemType.CONTENT_TOO_LARGE, "The resource is too large to be told to others.");
        }
        return sealed;
    }

    private void insert(Row record, @Nullable Long version) {
        jdbc.sql("""
                INSERT INTO outbox (topic, record_key, value, request_id, config_version)
                VALUES (:topic, :key, :value, :requestId, :version)
                """)
                .param("topic", record.topic())
                .param("key", record.key())
                .param("value", record.value(), Types.BINARY)
                .param("requestId", RequestId.current().orElse(null))
                .param("version", version, Types.BIGINT)
                .update();
    }

    private Transaction transaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an outbox record needs a transaction");
        }
        if (TransactionSynchronizationManager.getResource(this) instanceof Transaction current) {
            return current;
        }
        Transaction transaction = new Transaction();
        TransactionSynchronizationManager.bindResource(this, transaction);
        TransactionSynchronizationManager.registerSynchronization(transaction);
        return transaction;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row as it is stored, never compared
    private record Row(String topic, String key, byte @Nullable [] value) {}

    /** A change as the audit log keeps it; documents as JSON. */
    private record Audited(
            String event,
            String target,
            @Nullable String before,
            @Nullable String after) {}

    /** What one transaction has to tell. */
    private final class Transaction implements TransactionSynchronization {
        private final List<Row> configuration = new ArrayList<>();
        private final List<Audited> audited = new ArrayList<>();
        private final Set<String> topics = new TreeSet<>();
        private boolean isTold;
        private long version;

        @Override
        public void beforeCommit(boolean readOnly) {
            WriteRequest request = WriteRequest.current().orElse(null);
            if (configuration.isEmpty() && audited.isEmpty()) {
                return;
            }
            if (request != null) {
                replicas.requireBroker();
                if (audited.isEmpty() && !isTold) {
                    // Nothing that an administrator changes goes untold, whatever its resource has forgotten.
                    audited.add(new Audited("config.changed", request.path(), null, null));
                }
            }
            version = next();
            configuration.forEach(record -> {
                insert(record, version);
                topics.add(record.topic());
            });
            if (request != null) {
                audited.forEach(change -> tell(request, change));
            }
            remember();
        }

        private void tell(WriteRequest request, Audited change) {
            var event = request.audited(
                    clock.instant(),
                    component,
                    change.event(),
                    change.target(),
                    change.before(),
                    change.after(),
                    version);
            String key = event.id().toString();
            insert(new Row(Topics.AUDIT_EVENTS.name(), key, seal(Topics.AUDIT_EVENTS, key, event)), null);
        }

        private long next() {
            return jdbc.sql("UPDATE configuration.counter SET version = version + 1 RETURNING version")
                    .query(Long.class)
                    .single();
        }

        private void remember() {
            jdbc.sql(
                            "INSERT INTO configuration.changes (version, component, topics) VALUES (:version, :component, :topics)")
                    .param("version", version)
                    .param("component", component)
                    .param("topics", topics.toArray(String[]::new))
                    .update();
            jdbc.sql("DELETE FROM configuration.changes WHERE version <= :old")
                    .param("old", version - REMEMBERED)
                    .update();
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(JdbcOutbox.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(JdbcOutbox.this, this);
        }

        @Override
        public void afterCommit() {
            if (version > 0) {
                WriteRequest.current().ifPresent(request -> request.stored(version, topics));
            }
            relay.wakeUp();
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(JdbcOutbox.this);
        }
    }
}
