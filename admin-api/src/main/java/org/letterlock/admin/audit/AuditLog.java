package org.letterlock.admin.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.sealing.Sha256;
import org.letterlock.service.web.Principal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log: entries in a hash chain (AUD-3), one writer at a time, never changed. Safe for use by any thread.
 *
 * <p>{@code hash = SHA-256(previous hash ‖ salt ‖ canonical JSON of the entry)}; the salt is sealed with the entry, so that
 * the hashes may be shown to anybody.
 */
public final class AuditLog {
    private static final int SALT = 16;
    private static final int HASH = 32;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final JsonMapper mapper;
    private final Outbox outbox;
    private final SecureRandom random = new SecureRandom();

    AuditLog(JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, JsonMapper mapper, Outbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.mapper = mapper;
        this.outbox = outbox;
    }

    /**
     * Does a change of the configuration and tells of it, both or neither (AUD-7). The entry follows on the same way as those of
     * other services.
     *
     * @param target such as {@code /ip-groups/<id>}
     * @param before the document before; null for none
     * @param after the document after; null for none
     */
    public <T> T change(
            Principal actor, String target, @Nullable Object before, @Nullable Object after, Supplier<T> work) {
        return change(actor, "config.changed", target, before, after, work);
    }

    /**
     * Does a change that has an event name of its own and tells of it, both or neither.
     *
     * @param event such as {@code service.state}
     */
    public <T> T change(
            Principal actor,
            String event,
            String target,
            @Nullable Object before,
            @Nullable Object after,
            Supplier<T> work) {
        T result = transaction.execute(_ -> {
            T done = work.get();
            outbox.audit(event, target, before, after);
            return done;
        });
        if (result == null) {
            throw new IllegalStateException("a change without a result");
        }
        return result;
    }

    /** Records a change that a service has told of. One that was recorded already is passed over. */
    void record(AuditEvent change) {
        AuditEvent.Actor actor = change.actor();
        recordOnce(
                change.id().toString(),
                seq -> new AuditEntry(
                        seq,
                        change.at().truncatedTo(ChronoUnit.MICROS),
                        change.event(),
                        actor.login(),
                        actor.account().value(),
                        actor.role().name(),
                        actor.token(),
                        actor.clientAddress(),
                        change.component(),
                        change.target(),
                        json(change.before()),
                        json(change.after()),
                        change.reason(),
                        change.requestId(),
                        "success",
                        change.configVersion()));
    }

    /** Records an event that another service has told of. A source that was recorded already is passed over. */
    void record(SecurityEvent event, @Nullable String requestId, String source) {
        recordOnce(
                source,
                seq -> new AuditEntry(
                        seq,
                        event.at(),
                        event.name(),
                        actor(event),
                        null,
                        null,
                        null,
                        event.clientAddress(),
                        event.service(),
                        event.details().getOrDefault("target", ""),
                        null,
                        tree(event.details()),
                        event.details().get("reason"),
                        requestId,
                        isFailure(event) ? "failure" : "success",
                        null));
    }

    private static boolean isFailure(SecurityEvent event) {
        return event.name().endsWith(".failure") || event.name().endsWith(".rejected");
    }

    private void recordOnce(String source, LongFunction<AuditEntry> entry) {
        transaction.executeWithoutResult(_ -> {
            boolean known = jdbc.sql("select exists (select from audit where source = :source)")
                    .param("source", source)
                    .query(Boolean.class)
                    .single();
            if (!known) {
                append(entry, source);
            }
        });
    }

    /** Who did it, or tried to: an administrator, or the account of a login. */
    private static @Nullable String actor(SecurityEvent event) {
        String actor = event.details().get("actor");
        return actor == null ? event.details().get("account") : actor;
    }

    /** Up to {@code limit} entries with lower numbers, newest first; the times are null for any. */
    List<AuditEntry> newest(long seq, @Nullable Instant from, @Nullable Instant before, int limit) {
        return jdbc.sql("select seq, entry from audit where seq < :seq"
                        + " and at >= coalesce(cast(:from as timestamptz), '-infinity')"
                        + " and at < coalesce(cast(:before as timestamptz), 'infinity')"
                        + " order by seq desc limit :limit")
                .param("seq", seq)
                .param("from", from == null ? null : from.atOffset(ZoneOffset.UTC))
                .param("before", before == null ? null : before.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, _) ->
                        opened(row.getLong("seq"), row.getBytes("entry")).entry())
                .list();
    }

    /** The first entry from {@code from} to {@code to} that is not what was written; empty when all are (AUD-5). */
    OptionalLong firstBad(long from, long to) {
        byte[] previous = from <= 1 ? origin() : hashOf(from - 1);
        long expected = Math.max(1, from);
        long last = Math.min(to, headSeq());
        while (expected <= last) {
            List<Row> rows = jdbc.sql("select seq, entry, hash from audit where seq >= :from order by seq limit 500")
                    .param("from", expected)
                    .query((row, _) -> new Row(row.getLong("seq"), row.getBytes("entry"), row.getBytes("hash")))
                    .list();
            if (rows.isEmpty()) {
                return OptionalLong.of(expected);
            }
            for (Row row : rows) {
                if (expected > last) {
                    break;
                }
                if (row.seq() != expected || !isGood(row, previous)) {
                    return OptionalLong.of(expected);
                }
                previous = row.hash();
                expected++;
            }
        }
        boolean endsAtHead = to < headSeq() || Arrays.equals(previous, headHash());
        return endsAtHead ? OptionalLong.empty() : OptionalLong.of(last);
    }

    private boolean isGood(Row row, byte[] previous) {
        try {
            Opened opened = opened(row.seq(), row.entry());
            return Arrays.equals(row.hash(), hash(previous, opened.salt(), opened.json()));
        } catch (SealedObjectCorruptException e) {
            return false;
        }
    }

    private void append(LongFunction<AuditEntry> entry, String source) {
        Head head = jdbc.sql("select seq, hash from audit_head for update")
                .query((row, _) -> new Head(row.getLong("seq"), row.getBytes("hash")))
                .single();
        long seq = head.seq() + 1;
        AuditEntry written = entry.apply(seq);
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] json = CanonicalJson.of(mapper.valueToTree(written)).getBytes(StandardCharsets.UTF_8);
        byte[] hash = hash(head.hash(), salt, json);
        byte[] plain = Arrays.copyOf(salt, SALT + json.length);
        System.arraycopy(json, 0, plain, SALT, json.length);
        jdbc.sql("insert into audit (seq, at, source, entry, hash) values (:seq, :at, :source, :entry, :hash)")
                .param("seq", seq)
                .param("at", written.time().atOffset(ZoneOffset.UTC))
                .param("source", source)
                .param("entry", sealer.seal(ClassKey.AUDIT, plain, "audit", Long.toString(seq)))
                .param("hash", hash)
                .update();
        jdbc.sql("update audit_head set seq = :seq, hash = :hash")
                .param("seq", seq)
                .param("hash", hash)
                .update();
    }

    private Opened opened(long seq, byte[] sealed) {
        byte[] plain = sealer.open(ClassKey.AUDIT, sealed, "audit", Long.toString(seq));
        byte[] json = Arrays.copyOfRange(plain, SALT, plain.length);
        return new Opened(Arrays.copyOf(plain, SALT), json, mapper.readValue(json, AuditEntry.class));
    }

    private @Nullable JsonNode tree(@Nullable Object document) {
        return document == null ? null : mapper.valueToTree(document);
    }

    private @Nullable JsonNode json(@Nullable String document) {
        return document == null ? null : mapper.readTree(document);
    }

    private byte[] origin() {
        return Sha256.of("letterlock audit".getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] hashOf(long seq) {
        return jdbc.sql("select hash from audit where seq = :seq")
                .param("seq", seq)
                .query(byte[].class)
                .optional()
                .orElseGet(() -> new byte[HASH]);
    }

    private long headSeq() {
        return jdbc.sql("select seq from audit_head").query(Long.class).single();
    }

    private byte[] headHash() {
        return jdbc.sql("select hash from audit_head").query(byte[].class).single();
    }

    private static byte[] hash(byte[] previous, byte[] salt, byte[] json) {
        return Sha256.of(previous, salt, json);
    }

    @SuppressWarnings("ArrayRecordComponent") // a row as it is stored, never compared
    private record Row(long seq, byte[] entry, byte[] hash) {}

    @SuppressWarnings("ArrayRecordComponent") // as above
    private record Head(long seq, byte[] hash) {}

    @SuppressWarnings("ArrayRecordComponent") // as above
    private record Opened(byte[] salt, byte[] json, AuditEntry entry) {}
}
