package org.letterlock.service.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Publishes the records of the outbox in their order, the configuration before the rest, and deletes them. Of several replicas one works at a time; the lock is
 * that of the transaction, so it is gone with a replica that dies.
 */
final class OutboxRelay implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final long POLL_MILLIS = 1000;
    private static final long STOP_SECONDS = 10;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final KafkaTopicPublisher publisher;
    private final String serviceName;
    private final Semaphore work = new Semaphore(1);
    private volatile boolean stopping;
    private @Nullable Thread thread; // guarded by this

    OutboxRelay(
            JdbcClient jdbc, TransactionOperations transactions, KafkaTopicPublisher publisher, String serviceName) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.publisher = publisher;
        this.serviceName = serviceName;
    }

    void wakeUp() {
        work.release();
    }

    @Override
    public synchronized void start() {
        stopping = false;
        thread = Thread.ofPlatform().daemon().name(serviceName + "-outbox").start(this::run);
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running != null) {
            stopping = true;
            wakeUp();
            try {
                running.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.OUTBOX;
    }

    private void run() {
        boolean inTrouble = false;
        while (!stopping) {
            try {
                boolean _ = work.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                work.drainPermits();
                while (relayBatch() == BATCH && !stopping) {
                    // the next batch
                }
                inTrouble = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // the edge of the job; it tries again at the next poll
                if (!inTrouble) {
                    LOG.warn("the outbox of {} cannot be emptied now", serviceName, e);
                }
                inTrouble = true;
            }
        }
    }

    private int relayBatch() {
        Integer count = transactions.execute(_ -> {
            boolean leads = jdbc.sql("SELECT pg_try_advisory_xact_lock('outbox'::regclass::oid::bigint)")
                    .query(Boolean.class)
                    .single();
            return leads ? publish(read()) : 0;
        });
        return count == null ? 0 : count;
    }

    private List<Row> read() {
        // Configuration goes before events, in the order in which it was committed.
        return jdbc.sql("SELECT id, topic, record_key, value, request_id, config_version FROM outbox"
                        + " ORDER BY config_version NULLS LAST, id LIMIT :limit")
                .param("limit", BATCH)
                .query((rows, _) -> {
                    var record = new ProducerRecord<>(
                            rows.getString("topic"), rows.getString("record_key"), rows.getBytes("value"));
                    String requestId = rows.getString("request_id");
                    if (requestId != null) {
                        record.headers().add(new RecordHeader(KafkaTopicPublisher.REQUEST_ID, Headers.text(requestId)));
                    }
                    long version = rows.getLong("config_version");
                    if (version > 0) {
                        record.headers().add(new RecordHeader(Headers.CONFIG_VERSION, Headers.number(version)));
                    }
                    return new Row(rows.getLong("id"), record);
                })
                .list();
    }

    // Records after one that failed are published again with it, so the last word of each key is the right one.
    private int publish(List<Row> rows) {
        List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
        for (Row row : rows) {
            acknowledgements.add(publisher.send(row.record()).toCompletableFuture());
        }
        int published = 0;
        for (CompletableFuture<Void> acknowledgement : acknowledgements) {
            try {
                acknowledgement.join();
                published++;
            } catch (CompletionException e) {
                LOG.warn("the outbox of {} waits for the broker: {}", serviceName, String.valueOf(e.getCause()));
                break;
            }
        }
        jdbc.sql("DELETE FROM outbox WHERE id = ANY(:ids)")
                .param("ids", rows.subList(0, published).stream().map(Row::id).toArray(Long[]::new))
                .update();
        return published;
    }

    private record Row(long id, ProducerRecord<String, byte[]> record) {}
}
