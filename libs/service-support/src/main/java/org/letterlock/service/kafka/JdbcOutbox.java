package org.letterlock.service.kafka;

import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.RequestId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox as a table of the service's own schema. */
final class JdbcOutbox implements Outbox {
    private static final int HEADROOM = 4096; // for key, headers and framing, also as a dead letter
    static final int MAX_VALUE = KafkaClients.MAX_RECORD - HEADROOM;

    private final JdbcClient jdbc;
    private final RecordSealer sealer;
    private final OutboxRelay relay;

    JdbcOutbox(JdbcClient jdbc, RecordSealer sealer, OutboxRelay relay) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.relay = relay;
    }

    @Override
    public <V> void add(Topic<V> topic, String key, @Nullable V valueOrTombstone) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an outbox record needs a transaction");
        }
        byte[] sealed = valueOrTombstone == null ? null : sealer.seal(topic, key, valueOrTombstone, "");
        if (sealed != null && sealed.length > MAX_VALUE) {
            // The broker would never take it, and nothing behind it would ever be published.
            throw new ProblemException(
                    ProblemType.CONTENT_TOO_LARGE, "The resource is too large to be told to others.");
        }
        jdbc.sql("""
                INSERT INTO outbox (topic, record_key, value, request_id)
                VALUES (:topic, :key, :value, :requestId)
                """)
                .param("topic", topic.name())
                .param("key", key)
                .param("value", sealed, Types.BINARY)
                .param("requestId", RequestId.current().orElse(null))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                relay.wakeUp();
            }
        });
    }
}
