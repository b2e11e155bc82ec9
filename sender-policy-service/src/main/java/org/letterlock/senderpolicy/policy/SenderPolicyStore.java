package org.letterlock.senderpolicy.policy;

import java.util.Optional;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.senderpolicy.policy.SenderPolicyController.Document;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The settings as they are stored: one sealed document, published to every replica with its change. */
final class SenderPolicyStore {
    private static final String KEY = "sender";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;

    SenderPolicyStore(
            JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.outbox = outbox;
        this.codec = codec;
    }

    /** The settings and their version; version 0 stands for the defaults that nobody has changed. */
    Versioned read() {
        return jdbc.sql("select version, document from sender_policy")
                .query((row, number) -> new Versioned(row.getLong("version"), open(row.getBytes("document"))))
                .optional()
                .orElse(new Versioned(0, SenderPolicy.DEFAULT));
    }

    /** Replaces the settings that have that version; empty where they have changed meanwhile. */
    Optional<Versioned> replace(long version, SenderPolicy policy) {
        return transaction.execute(_ -> {
            SenderPolicy before = read().policy();
            byte[] sealed =
                    sealer.seal(ClassKey.CONFIG, codec.encode(policy, SenderPolicy.class), "sender_policy", KEY);
            int written = jdbc.sql("""
                            insert into sender_policy (version, document) values (:next, :document)
                            on conflict (only_row) do update set version = :next, document = :document
                            where sender_policy.version = :version""")
                    .param("version", version)
                    .param("next", version + 1)
                    .param("document", sealed)
                    .update();
            if (written == 0) {
                return Optional.empty();
            }
            outbox.add(Topics.POLICY_SENDER, KEY, policy);
            outbox.audit("config.changed", "/sender-policy", Document.of(before), Document.of(policy));
            return Optional.of(new Versioned(version + 1, policy));
        });
    }

    private SenderPolicy open(byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "sender_policy", KEY), SenderPolicy.class);
    }

    /** The settings in one version. */
    record Versioned(long version, SenderPolicy policy) {}
}
