package org.letterlock.admin.accesspolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Access policies in PostgreSQL, sealed, published with each change. Safe for use by any thread. */
public final class AccessPolicyStore {
    private static final int FIRST_VERSION = 1;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;
    private final IpGroupStore ipGroups;

    AccessPolicyStore(
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

    /** A policy in one version. */
    record Versioned(long version, AccessPolicy policy) {}

    /** Every policy, the default one first. */
    List<AccessPolicy> all() {
        List<AccessPolicy> policies = new ArrayList<>(List.of(AccessPolicy.DEFAULT));
        policies.addAll(jdbc.sql("select id, document from access_policy order by id")
                .query((row, _) -> open(row.getObject("id", UUID.class), row.getBytes("document")))
                .list());
        return policies;
    }

    /** The policy of that id. */
    Optional<Versioned> find(AccessPolicyId id) {
        if (id.equals(AccessPolicy.DEFAULT.id())) {
            return Optional.of(new Versioned(FIRST_VERSION, AccessPolicy.DEFAULT));
        }
        return jdbc.sql("select version, document from access_policy where id = :id")
                .param("id", id.value())
                .query((row, _) -> new Versioned(row.getLong("version"), open(id.value(), row.getBytes("document"))))
                .optional();
    }

    /** Stores a new policy; its version. */
    long add(AccessPolicy policy) {
        transaction.executeWithoutResult(_ -> {
            int _ = nameIsFree(
                    policy,
                    () -> jdbc.sql("insert into access_policy (id, name_token, version, document)"
                                    + " values (:id, :token, :version, :document)")
                            .param("id", policy.id().value())
                            .param("token", token(policy.name()))
                            .param("version", FIRST_VERSION)
                            .param("document", seal(policy))
                            .update());
            publish(policy);
        });
        return FIRST_VERSION;
    }

    /** Replaces the policy that has that version; its new version. */
    long replace(AccessPolicy policy, long version) {
        transaction.executeWithoutResult(_ -> {
            int written = nameIsFree(
                    policy,
                    () -> jdbc.sql(
                                    "update access_policy set name_token = :token, version = version + 1, document = :document"
                                            + " where id = :id and version = :version")
                            .param("id", policy.id().value())
                            .param("version", version)
                            .param("token", token(policy.name()))
                            .param("document", seal(policy))
                            .update());
            requireWritten(written);
            publish(policy);
        });
        return version + 1;
    }

    /** Deletes the policy that has that version; no account has it any more. */
    void delete(AccessPolicyId id, long version) {
        transaction.executeWithoutResult(_ -> {
            requireWritten(jdbc.sql("delete from access_policy where id = :id and version = :version")
                    .param("id", id.value())
                    .param("version", version)
                    .update());
            ipGroups.replaceUses(user(id), Set.of());
            outbox.add(Topics.POLICY_ACCESS, id.toString(), null);
        });
    }

    private void publish(AccessPolicy policy) {
        Set<IpGroupId> groups = policy.rules().stream()
                .map(AccessPolicy.Rule::group)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
        ipGroups.replaceUses(user(policy.id()), groups);
        outbox.add(Topics.POLICY_ACCESS, policy.id().toString(), policy);
    }

    private static String user(AccessPolicyId id) {
        return "access-policy " + id;
    }

    private static int nameIsFree(AccessPolicy policy, IntSupplier write) {
        try {
            if (!policy.name().equalsIgnoreCase(AccessPolicy.DEFAULT.name())) {
                return write.getAsInt();
            }
        } catch (DuplicateKeyException sameName) {
            // told below, as the name of the default policy is
        }
        throw new ProblemException(ProblemType.NAME_IN_USE, "Another access policy has this name.");
    }

    private static void requireWritten(int rows) {
        if (rows == 0) {
            throw ProblemException.changedMeanwhile();
        }
    }

    private byte[] token(String name) {
        return sealer.token(ClassKey.INDEX, "access_policy.name", name.toLowerCase(Locale.ROOT));
    }

    private byte[] seal(AccessPolicy policy) {
        return sealer.seal(
                ClassKey.CONFIG,
                codec.encode(policy, AccessPolicy.class),
                "access_policy",
                policy.id().toString());
    }

    private AccessPolicy open(UUID id, byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "access_policy", id.toString()), AccessPolicy.class);
    }
}
