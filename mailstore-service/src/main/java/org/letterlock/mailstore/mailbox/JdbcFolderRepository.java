package org.letterlock.mailstore.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidValidity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of folders. The lock of a folder's row is the lock of all its messages: whoever changes them takes it first, so
 * MODSEQs become visible in their order and counts stay exact.
 */
public final class JdbcFolderRepository {
    private static final String COLUMNS = "SELECT id, mailbox_id, sealed_name, special_use, subscribed, selectable,"
            + " uid_validity, uid_next, highest_modseq, expunged_since, messages, unseen, deleted, size FROM folder ";

    private static final int MAX_REMEMBERED = 50_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Cache<FolderId, MailboxId> mailboxOf =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** Works in the transaction of the caller. */
    public JdbcFolderRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
        this.batches = template;
    }

    /** All folders of a mailbox, ordered by name. */
    public List<FolderRow> all(Mailbox mailbox) {
        return jdbc
                .sql(COLUMNS + "WHERE mailbox_id = ?")
                .param(mailbox.id().value())
                .query((row, _) -> map(mailbox, row))
                .list()
                .stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** The folder of that name. */
    public Optional<FolderRow> find(Mailbox mailbox, FolderName name) {
        return jdbc.sql(COLUMNS + "WHERE mailbox_id = ? AND name_token = ?")
                .params(mailbox.id().value(), mailbox.sealing().folderToken(name))
                .query((row, _) -> map(mailbox, row))
                .optional();
    }

    /** The folder of that id, if it belongs to this mailbox. */
    public Optional<FolderRow> find(Mailbox mailbox, FolderId id) {
        return one(mailbox, id, "");
    }

    /** The folder for that use in each mailbox that has one; the oldest of several. */
    public Map<MailboxId, FolderId> findByUse(List<MailboxId> mailboxes, Folder.SpecialUse use) {
        Map<MailboxId, FolderId> found = new HashMap<>();
        jdbc.sql("SELECT DISTINCT ON (mailbox_id) mailbox_id, id FROM folder"
                        + " WHERE mailbox_id = ANY(?) AND special_use = ? AND selectable ORDER BY mailbox_id, id")
                .params(Sql.uuids(mailboxes.stream().map(MailboxId::value)), use.name())
                .query(row -> {
                    found.put(new MailboxId(row.getObject(1, UUID.class)), new FolderId(row.getObject(2, UUID.class)));
                });
        return found;
    }

    /** Whether the folder belongs to this mailbox; asked of the database once, since it never changes. */
    public boolean isIn(Mailbox mailbox, FolderId id) {
        MailboxId owner = mailboxOf.getIfPresent(id);
        if (owner == null) {
            owner = jdbc.sql("SELECT mailbox_id FROM folder WHERE id = ?")
                    .param(id.value())
                    .query((row, _) -> row.getObject(1, UUID.class))
                    .optional()
                    .map(MailboxId::new)
                    .orElse(null);
            if (owner == null) {
                return false;
            }
            mailboxOf.put(id, owner);
        }
        return owner.equals(mailbox.id());
    }

    /** As {@link #find}, with the lock of the folder's messages until the end of the transaction. */
    public Optional<FolderRow> lock(Mailbox mailbox, FolderId id) {
        return one(mailbox, id, " FOR NO KEY UPDATE");
    }

    /** Locks folders in an order that all transactions keep to. */
    public void lockInOrder(List<FolderId> ids) {
        jdbc.sql("SELECT id FROM folder WHERE id = ANY(?) ORDER BY id FOR NO KEY UPDATE")
                .param(Sql.uuids(ids.stream().map(FolderId::value)))
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Adds folders. */
    public void insert(List<NewFolder> folders) {
        batches.batchUpdate(
                "INSERT INTO folder (id, mailbox_id, name_token, sealed_name, special_use, subscribed, selectable,"
                        + " uid_validity) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                folders,
                folders.size(),
                (statement, folder) -> {
                    MailboxSealing key = folder.mailbox().sealing();
                    Folder.SpecialUse use = folder.specialUse();
                    statement.setObject(1, folder.id().value());
                    statement.setObject(2, folder.mailbox().id().value());
                    statement.setBytes(3, key.folderToken(folder.name()));
                    statement.setBytes(4, key.sealFolderName(folder.id(), folder.name()));
                    statement.setString(5, use == null ? null : use.name());
                    statement.setBoolean(6, folder.subscribed());
                    statement.setBoolean(7, folder.selectable());
                    statement.setLong(8, folder.uidValidity().value());
                });
    }

    /** Gives folders other names. */
    public void rename(Mailbox mailbox, List<Renamed> folders) {
        batches.batchUpdate(
                "UPDATE folder SET name_token = ?, sealed_name = ? WHERE id = ?",
                folders,
                folders.size(),
                (statement, folder) -> {
                    statement.setBytes(1, mailbox.sealing().folderToken(folder.name()));
                    statement.setBytes(2, mailbox.sealing().sealFolderName(folder.id(), folder.name()));
                    statement.setObject(3, folder.id().value());
                });
    }

    /** Sets whether a folder is subscribed. */
    public void subscribe(FolderId id, boolean subscribed) {
        jdbc.sql("UPDATE folder SET subscribed = ? WHERE id = ?")
                .params(subscribed, id.value())
                .update();
    }

    /** Turns an emptied folder into a mere name, or a mere name into a new folder. */
    public void setSelectable(
            FolderId id, boolean selectable, UidValidity uidValidity, Folder.@Nullable SpecialUse use) {
        jdbc.sql("UPDATE folder SET selectable = ?, special_use = ?, uid_validity = ?, uid_next = 1 WHERE id = ?")
                .param(selectable)
                .param(use == null ? null : use.name())
                .param(uidValidity.value())
                .param(id.value())
                .update();
    }

    /** Removes a folder that holds no messages. */
    public void delete(FolderId id) {
        jdbc.sql("DELETE FROM folder WHERE id = ?").param(id.value()).update();
    }

    private Optional<FolderRow> one(Mailbox mailbox, FolderId id, String lock) {
        return jdbc.sql(COLUMNS + "WHERE id = ? AND mailbox_id = ?" + lock)
                .params(id.value(), mailbox.id().value())
                .query((row, _) -> map(mailbox, row))
                .optional();
    }

    private static FolderRow map(Mailbox mailbox, ResultSet row) throws SQLException {
        FolderId id = new FolderId(row.getObject(1, UUID.class));
        String use = row.getString(4);
        return new FolderRow(
                id,
                new MailboxId(row.getObject(2, UUID.class)),
                mailbox.sealing().openFolderName(id, row.getBytes(3)),
                use == null ? null : Folder.SpecialUse.valueOf(use),
                row.getBoolean(5),
                row.getBoolean(6),
                new UidValidity(row.getLong(7)),
                new Uid(row.getLong(8)),
                new ModSeq(row.getLong(9)),
                new ModSeq(row.getLong(10)),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14));
    }

    /** A folder that is to be. */
    public record NewFolder(
            Mailbox mailbox,
            FolderId id,
            FolderName name,
            Folder.@Nullable SpecialUse specialUse,
            boolean subscribed,
            boolean selectable,
            UidValidity uidValidity) {}

    /** A folder and the name it gets. */
    public record Renamed(FolderId id, FolderName name) {}
}
