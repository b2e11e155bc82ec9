package org.letterlock.mailstore.mailbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.mailstore.mailbox.MailboxController.MailboxView;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of mailboxes. */
public final class JdbcMailboxRepository {
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    /** Works in the transaction of the caller. */
    public JdbcMailboxRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
        this.batches = template;
    }

    /** The mailboxes of these accounts, shredded ones among them. */
    public List<MailboxRow> find(Collection<AccountId> owners) {
        return jdbc.sql(
                        "SELECT id, account_id, key_version, sealed_key, shredded_at FROM mailbox WHERE account_id = ANY(?)")
                .param(Sql.uuids(owners.stream().map(AccountId::value)))
                .query((row, _) -> new MailboxRow(
                        new MailboxId(row.getObject(1, UUID.class)),
                        new AccountId(row.getObject(2, UUID.class)),
                        row.getInt(3),
                        wrapped(row.getBytes(4)),
                        instant(row.getObject(5, OffsetDateTime.class))))
                .list();
    }

    /** Adds mailboxes; gives back those that another transaction had not added already. */
    public Set<MailboxId> insertMissing(List<MailboxRow> mailboxes, UidValidity first) {
        batches.batchUpdate(
                "INSERT INTO mailbox (id, account_id, key_version, sealed_key, last_uid_validity) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (account_id) DO NOTHING",
                mailboxes,
                mailboxes.size(),
                (statement, mailbox) -> {
                    statement.setObject(1, mailbox.id().value());
                    statement.setObject(2, mailbox.owner().value());
                    statement.setInt(3, mailbox.keyVersion());
                    statement.setBytes(4, octets(mailbox.sealedKey()));
                    statement.setLong(5, first.value());
                });
        return jdbc
                .sql("SELECT id FROM mailbox WHERE id = ANY(?)")
                .param(Sql.uuids(mailboxes.stream().map(mailbox -> mailbox.id().value())))
                .query((row, _) -> row.getObject(1, UUID.class))
                .list()
                .stream()
                .map(MailboxId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes the lock under which folders are made, renamed and deleted. */
    public void lock(MailboxId mailbox) {
        jdbc.sql("SELECT 1 FROM mailbox WHERE id = ? FOR NO KEY UPDATE")
                .param(mailbox.value())
                .query((row, _) -> row.getInt(1))
                .optional();
    }

    /**
     * A UIDVALIDITY for a new folder: larger than all before in this mailbox, and not below the clock, so that it grows too
     * when an older copy of the database was restored.
     */
    public UidValidity nextUidValidity(MailboxId mailbox) {
        long value = jdbc.sql("UPDATE mailbox SET last_uid_validity ="
                        + " greatest(last_uid_validity + 1, floor(extract(epoch FROM now()))::bigint)"
                        + " WHERE id = ? RETURNING last_uid_validity")
                .param(mailbox.value())
                .query((row, _) -> row.getLong(1))
                .single();
        return new UidValidity(value);
    }

    /** Destroys the key (ENC-12). Whether there was one. */
    public boolean shred(AccountId owner) {
        return jdbc.sql("UPDATE mailbox SET sealed_key = NULL, shredded_at = now()"
                                + " WHERE account_id = ? AND shredded_at IS NULL")
                        .param(owner.value())
                        .update()
                > 0;
    }

    /** Notes which mailboxes have no account any more; the owners of those without one since before {@code limit}. */
    public List<AccountId> orphans(Collection<AccountId> known, Instant limit) {
        Object accounts = Sql.uuids(known.stream().map(AccountId::value));
        jdbc.sql("UPDATE mailbox SET orphaned_at = CASE WHEN account_id = ANY(?) THEN NULL ELSE now() END"
                        + " WHERE shredded_at IS NULL AND (orphaned_at IS NULL) <> (account_id = ANY(?))"
                        + " AND account_id <> ?")
                .params(accounts, accounts, Mailboxes.HOLD.value())
                .update();
        return jdbc
                .sql("SELECT account_id FROM mailbox WHERE shredded_at IS NULL AND orphaned_at < ?")
                .param(limit.atOffset(ZoneOffset.UTC))
                .query((row, _) -> row.getObject(1, UUID.class))
                .list()
                .stream()
                .map(AccountId::new)
                .toList();
    }

    /** Whether and when the mailbox of an account was shredded; empty where there never was one. */
    public Optional<MailboxRow> find(AccountId owner) {
        return find(List.of(owner)).stream().findFirst();
    }

    /** What is in the mailbox of an account. */
    Optional<MailboxView> summary(AccountId owner) {
        return jdbc.sql(
                        "SELECT m.shredded_at, count(f.id), coalesce(sum(f.messages), 0), coalesce(sum(f.size), 0)"
                                + " FROM mailbox m LEFT JOIN folder f ON f.mailbox_id = m.id WHERE m.account_id = ? GROUP BY m.id")
                .param(owner.value())
                .query((row, _) -> MailboxView.of(
                        owner,
                        instant(row.getObject(1, OffsetDateTime.class)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4)))
                .optional();
    }

    private static byte @Nullable [] octets(@Nullable Octets octets) {
        return octets == null ? null : octets.view();
    }

    private static @Nullable Octets wrapped(byte @Nullable [] octets) {
        return octets == null ? null : Octets.wrap(octets);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /**
     * A mailbox as it is stored.
     *
     * @param sealedKey null once shredded
     */
    public record MailboxRow(
            MailboxId id,
            AccountId owner,
            int keyVersion,
            @Nullable Octets sealedKey,
            @Nullable Instant shreddedAt) {}
}
