package org.letterlock.admin.guessing;

import java.util.Optional;
import java.util.Set;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The guessing policy in PostgreSQL, sealed, published to auth-service with each change. */
final class GuessingPolicyStore {
    private static final String NAME = "guessing";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;
    private final IpGroupStore ipGroups;

    GuessingPolicyStore(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Sealer sealer,
            Outbox outbox,
            RecordCodec codec,
            IpGroupStore ipGroups) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.outbox = outbox;
        this.codec = codec;
        this.ipGroups = ipGroups;
    }

    /** Stores and publishes the default policy, unless there is one. */
    void addDefault() {
        transaction.executeWithoutResult(_ -> {
            int added = jdbc.sql("insert into setting (name, version, document) values (:name, 1, :document)"
                            + " on conflict (name) do nothing")
                    .param("name", NAME)
                    .param("document", seal(GuessingPolicy.DEFAULT))
                    .update();
            if (added == 1) {
                publish(GuessingPolicy.DEFAULT);
            }
        });
    }

    Versioned read() {
        return jdbc.sql("select version, document from setting where name = :name")
                .param("name", NAME)
                .query((row, _) -> new Versioned(row.getLong("version"), open(row.getBytes("document"))))
                .single();
    }

    /** Replaces the policy that has that version; empty where it has changed meanwhile. */
    Optional<Versioned> replace(GuessingPolicy policy, long version) {
        return Optional.ofNullable(transaction.execute(_ -> {
            int written = jdbc.sql("update setting set version = version + 1, document = :document"
                            + " where name = :name and version = :version")
                    .param("name", NAME)
                    .param("version", version)
                    .param("document", seal(policy))
                    .update();
            if (written == 0) {
                return null;
            }
            publish(policy);
            return new Versioned(version + 1, policy);
        }));
    }

    private void publish(GuessingPolicy policy) {
        IpGroupId exempt = policy.exemptGroup();
        Set<IpGroupId> uses = exempt == null ? Set.of() : Set.of(exempt);
        ipGroups.replaceUses("guessing-protection", uses);
        outbox.add(Topics.POLICY_GUESSING, NAME, policy);
    }

    private byte[] seal(GuessingPolicy policy) {
        return sealer.seal(ClassKey.CONFIG, codec.encode(policy, GuessingPolicy.class), "setting", NAME);
    }

    private GuessingPolicy open(byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "setting", NAME), GuessingPolicy.class);
    }

    /** The policy in one version. */
    record Versioned(long version, GuessingPolicy policy) {}
}
