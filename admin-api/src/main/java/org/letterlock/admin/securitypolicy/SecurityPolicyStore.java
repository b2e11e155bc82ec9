package org.letterlock.admin.securitypolicy;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The security policy in PostgreSQL, sealed, published to every listener with each change. */
final class SecurityPolicyStore {
    private static final String NAME = "security";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;
    private final IpGroupStore ipGroups;

    SecurityPolicyStore(
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
                    .param("document", seal(SecurityPolicy.DEFAULT))
                    .update();
            if (added == 1) {
                publish(SecurityPolicy.DEFAULT);
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
    Optional<Versioned> replace(SecurityPolicy policy, long version) {
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

    private void publish(SecurityPolicy policy) {
        Set<IpGroupId> uses = Stream.of(policy.secureAuthExempt(), policy.encryptedExempt())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        ipGroups.replaceUses("security-policy", uses);
        outbox.add(Topics.POLICY_SECURITY, NAME, policy);
    }

    private byte[] seal(SecurityPolicy policy) {
        return sealer.seal(ClassKey.CONFIG, codec.encode(policy, SecurityPolicy.class), "setting", NAME);
    }

    private SecurityPolicy open(byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "setting", NAME), SecurityPolicy.class);
    }

    /** The policy in one version. */
    record Versioned(long version, SecurityPolicy policy) {}
}
