package org.letterlock.admin.ipgroup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroup;
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

/** IP groups in PostgreSQL, sealed, published to every listener with each change. */
public final class IpGroupStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sealer sealer;
    private final Outbox outbox;
    private final RecordCodec codec;

    IpGroupStore(JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.outbox = outbox;
        this.codec = codec;
    }

    /** Every group by its id, ordered by id. */
    public Map<IpGroupId, IpGroup> all() {
        Map<IpGroupId, IpGroup> groups = new LinkedHashMap<>();
        jdbc.sql("select id, version, document from ip_group order by id")
                .query((row, number) -> open(row.getObject("id", UUID.class), row.getBytes("document")))
                .list()
                .forEach(group -> groups.put(group.id(), group));
        return groups;
    }

    /** A group and its version. */
    Optional<Versioned> find(IpGroupId id) {
        return jdbc.sql("select version, document from ip_group where id = :id")
                .param("id", id.value())
                .query((row, number) ->
                        new Versioned(row.getLong("version"), open(id.value(), row.getBytes("document"))))
                .optional();
    }

    /** Stores a new group in version 1, unless one of that id is there. */
    boolean add(IpGroup group) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            checkNesting(group);
            int added = nameIsFree(() -> jdbc.sql("insert into ip_group (id, name_token, version, document)"
                            + " values (:id, :token, 1, :document) on conflict (id) do nothing")
                    .param("id", group.id().value())
                    .param("token", token(group.name()))
                    .param("document", seal(group))
                    .update());
            if (added == 1) {
                recordUses(group);
                outbox.add(Topics.POLICY_IP_GROUPS, group.id().toString(), group);
            }
            return added == 1;
        }));
    }

    /** Replaces the group that has that version; its new version. */
    long replace(IpGroup group, long version) {
        return changed(transaction.execute(_ -> {
            checkNesting(group);
            int written = nameIsFree(() -> jdbc.sql(
                            "update ip_group set name_token = :token, version = version + 1, document = :document"
                                    + " where id = :id and version = :version")
                    .param("id", group.id().value())
                    .param("version", version)
                    .param("token", token(group.name()))
                    .param("document", seal(group))
                    .update());
            if (written == 1) {
                recordUses(group);
                outbox.add(Topics.POLICY_IP_GROUPS, group.id().toString(), group);
            }
            return written == 1 ? version + 1 : -1;
        }));
    }

    /** Deletes the group that has that version, if nothing refers to it (IPG-8). */
    void delete(IpGroupId id, long version) {
        changed(transaction.execute(_ -> {
            List<String> users = usersOf(id);
            if (!users.isEmpty()) {
                throw new ProblemException(ProblemType.IN_USE, "The IP group is in use.").with("usedBy", users);
            }
            jdbc.sql("delete from ip_group_use where used_by = :user")
                    .param("user", "ip-group " + id)
                    .update();
            int deleted = jdbc.sql("delete from ip_group where id = :id and version = :version")
                    .param("id", id.value())
                    .param("version", version)
                    .update();
            if (deleted == 1) {
                outbox.add(Topics.POLICY_IP_GROUPS, id.toString(), null);
            }
            return deleted == 1 ? 0L : -1;
        }));
    }

    /** What refers to the group, such as {@code service imaps}. */
    public List<String> usersOf(IpGroupId id) {
        return jdbc.sql("select used_by from ip_group_use where ip_group = :id order by used_by")
                .param("id", id.value())
                .query((row, number) -> row.getString("used_by"))
                .list();
    }

    /** Notes within the current transaction which groups {@code user} refers to. */
    public void replaceUses(String user, Set<IpGroupId> groups) {
        jdbc.sql("delete from ip_group_use where used_by = :user")
                .param("user", user)
                .update();
        groups.forEach(group -> jdbc.sql("insert into ip_group_use (ip_group, used_by) values (:group, :user)")
                .param("group", group.value())
                .param("user", user)
                .update());
    }

    private void recordUses(IpGroup group) {
        replaceUses("ip-group " + group.id(), GroupNesting.nestedIn(group));
    }

    /** IPG-4: no cycle, and no deeper than 16. One change at a time, so that two of them cannot close a cycle together. */
    private void checkNesting(IpGroup changed) {
        jdbc.sql("select pg_advisory_xact_lock(hashtext('ip_group'))").query().singleRow();
        Map<IpGroupId, IpGroup> groups = all();
        groups.put(changed.id(), changed);
        GroupNesting.require(changed, groups);
    }

    private static int nameIsFree(IntSupplier write) {
        try {
            return write.getAsInt();
        } catch (DuplicateKeyException sameName) {
            throw new ProblemException(ProblemType.NAME_IN_USE, "Another IP group has this name.");
        }
    }

    private static long changed(@Nullable Long version) {
        if (version == null || version < 0) {
            throw ProblemException.changedMeanwhile();
        }
        return version;
    }

    private byte[] token(String name) {
        return sealer.token(ClassKey.INDEX, "ip_group.name", name.toLowerCase(Locale.ROOT));
    }

    private byte[] seal(IpGroup group) {
        return sealer.seal(
                ClassKey.CONFIG,
                codec.encode(group, IpGroup.class),
                "ip_group",
                group.id().toString());
    }

    private IpGroup open(UUID id, byte[] sealed) {
        return codec.decode(sealer.open(ClassKey.CONFIG, sealed, "ip_group", id.toString()), IpGroup.class);
    }

    /** A group in one version. */
    record Versioned(long version, IpGroup group) {}
}
