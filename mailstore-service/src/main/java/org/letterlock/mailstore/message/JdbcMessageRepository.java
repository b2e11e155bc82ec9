package org.letterlock.mailstore.message;

import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.MailboxId;
import org.letterlock.mailstore.mailbox.Sql;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes messages of folders, in the transaction of the caller. Each change is one statement over all messages concerned; the
 * caller holds the lock of the folder's row, by {@link #lock} or {@link #advance}.
 */
public final class JdbcMessageRepository {
    private static final String COLUMNS =
            "(folder_id, uid, modseq, flags, keywords, internal_date, size, object_id," + " sealed_key, sealed_trace)";
    private static final String COPIED = "flags, keywords, internal_date, size, object_id, sealed_key, sealed_trace";
    private static final String GARBAGE = "garbage AS (INSERT INTO garbage (object_id, since)"
            + " SELECT DISTINCT object_id, now() FROM gone ON CONFLICT (object_id) DO UPDATE SET since = excluded.since)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    public JdbcMessageRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
        this.batches = template;
    }

    /** Locks the messages of a folder until the end of the transaction; empty where the mailbox has no such folder. */
    public Optional<Position> lock(MailboxId mailbox, FolderId folder) {
        return jdbc.sql("SELECT uid_next, highest_modseq FROM folder WHERE id = ? AND mailbox_id = ? AND selectable"
                        + " FOR NO KEY UPDATE")
                .params(folder.value(), mailbox.value())
                .query((row, _) -> new Position(row.getLong(1), row.getLong(2)))
                .optional();
    }

    /**
     * Makes room for new messages in folders, in one statement: takes the locks in an order that all transactions keep to,
     * counts the messages, and gives the first UID and the MODSEQ for each folder's. Folders that are gone are left out.
     */
    public Map<FolderId, Position> advance(Map<FolderId, FolderDelta> added) {
        List<FolderId> ids = List.copyOf(added.keySet());
        List<FolderDelta> deltas = ids.stream().map(added::get).toList();
        Object idArray = Sql.uuids(ids.stream().map(FolderId::value));
        Map<FolderId, Position> positions = new HashMap<>();
        jdbc.sql("WITH locked AS (SELECT id FROM folder WHERE id = ANY(?) AND selectable ORDER BY id FOR NO KEY UPDATE)"
                        + " UPDATE folder f SET uid_next = f.uid_next + d.messages, highest_modseq = f.highest_modseq + 1,"
                        + " messages = f.messages + d.messages, unseen = f.unseen + d.unseen,"
                        + " deleted = f.deleted + d.deleted, size = f.size + d.size"
                        + " FROM unnest(?, ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])"
                        + " AS d (id, messages, unseen, deleted, size) JOIN locked ON locked.id = d.id"
                        + " WHERE f.id = d.id RETURNING f.id, f.uid_next - d.messages, f.highest_modseq")
                .params(
                        idArray,
                        idArray,
                        deltas.stream().mapToLong(FolderDelta::messages).toArray(),
                        deltas.stream().mapToLong(FolderDelta::unseen).toArray(),
                        deltas.stream().mapToLong(FolderDelta::deleted).toArray(),
                        deltas.stream().mapToLong(FolderDelta::size).toArray())
                .query(row -> {
                    positions.put(
                            new FolderId(row.getObject(1, UUID.class)), new Position(row.getLong(2), row.getLong(3)));
                });
        return positions;
    }

    /** Counts a change in a locked folder. */
    public void adjust(FolderId folder, Position now, FolderDelta delta) {
        jdbc.sql("UPDATE folder SET uid_next = ?, highest_modseq = ?, messages = messages + ?, unseen = unseen + ?,"
                        + " deleted = deleted + ?, size = size + ? WHERE id = ?")
                .params(
                        now.uid(),
                        now.modSeq(),
                        delta.messages(),
                        delta.unseen(),
                        delta.deleted(),
                        delta.size(),
                        folder.value())
                .update();
    }

    /** Adds messages. */
    public void insert(List<PlacedMessage> messages) {
        batches.batchUpdate(
                "INSERT INTO message " + COLUMNS + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                messages,
                messages.size(),
                (statement, placed) -> {
                    MessageRow row = placed.message();
                    statement.setObject(1, placed.folder().value());
                    statement.setLong(2, row.uid());
                    statement.setLong(3, row.modSeq());
                    statement.setInt(4, row.flags());
                    if (row.keywords().isEmpty()) {
                        statement.setNull(5, Types.ARRAY);
                    } else {
                        statement.setObject(5, row.keywords().view());
                    }
                    statement.setObject(6, row.internalDate().atOffset(ZoneOffset.UTC));
                    statement.setLong(7, row.size());
                    statement.setObject(8, row.object().value());
                    statement.setBytes(9, row.sealedKey().view());
                    statement.setBytes(10, row.sealedTrace().view());
                });
    }

    /**
     * Changes flags of messages; those that had other flags before get the MODSEQ.
     *
     * @param bits of {@link SystemFlags}
     */
    public List<FlagsChanged> changeFlags(
            FolderId folder, UidSet uids, FlagChange change, int bits, KeywordNumbers keywords, long modSeq) {
        UidRanges ranges = UidRanges.of(uids);
        // The list of UIDs in the middle makes the planner take the index for any number of messages.
        return jdbc.sql("WITH before AS (SELECT m.uid, m.flags, m.keywords, m.modseq, "
                        + newFlags(change, "m.flags") + " AS new_flags, "
                        + newKeywords(change, "m.keywords") + " AS new_keywords " + UidRanges.JOIN + "),"
                        + " differing AS (SELECT uid FROM before"
                        + " WHERE new_flags <> flags OR new_keywords IS DISTINCT FROM keywords),"
                        + " changed AS (UPDATE message m SET flags = " + newFlags(change, "m.flags")
                        + ", keywords = " + newKeywords(change, "m.keywords") + ", modseq = ?"
                        + " WHERE m.folder_id = ? AND m.uid = ANY (ARRAY(SELECT uid FROM differing)) RETURNING m.uid)"
                        + " SELECT b.uid, b.flags, b.new_flags, b.new_keywords, b.modseq,"
                        + " b.uid IN (SELECT uid FROM changed) FROM before b ORDER BY b.uid")
                .params(
                        bits,
                        keywords.view(),
                        ranges.first(),
                        ranges.last(),
                        folder.value(),
                        bits,
                        keywords.view(),
                        modSeq,
                        folder.value())
                .query((row, _) -> {
                    boolean changed = row.getBoolean(6);
                    return new FlagsChanged(
                            row.getLong(1),
                            row.getInt(2),
                            row.getInt(3),
                            JdbcMessageQueries.keywords(row.getArray(4)),
                            changed ? modSeq : row.getLong(5),
                            changed);
                })
                .list();
    }

    /** Removes messages and remembers their contents for later; what was removed, ascending. */
    public List<Removed> delete(FolderId folder, UidSet uids, boolean onlyMarked) {
        UidRanges ranges = UidRanges.of(uids);
        return jdbc.sql(
                        "WITH gone AS (DELETE FROM message m USING unnest(?::bigint[], ?::bigint[]) AS wanted (first_uid, last_uid)"
                                + " WHERE m.folder_id = ? AND m.uid BETWEEN wanted.first_uid AND wanted.last_uid AND m.flags & ? = ?"
                                + " RETURNING m.uid, m.flags, m.size, m.object_id), " + GARBAGE
                                + " SELECT uid, flags, size FROM gone ORDER BY uid")
                .params(ranges.first(), ranges.last(), folder.value(), mask(onlyMarked), mask(onlyMarked))
                .query((row, _) -> new Removed(row.getLong(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    /** Remembers which UIDs went, for sessions that come to ask. */
    public void noteExpunged(FolderId folder, long modSeq, UidSet uids) {
        List<UidRange> ranges = uids.ranges();
        batches.batchUpdate(
                "INSERT INTO expunged (folder_id, modseq, first_uid, last_uid) VALUES (?, ?, ?, ?)",
                ranges,
                ranges.size(),
                (statement, range) -> {
                    statement.setObject(1, folder.value());
                    statement.setLong(2, modSeq);
                    statement.setLong(3, range.first().value());
                    statement.setLong(4, range.last().value());
                });
    }

    /** Forgets what is known of expunged messages of a folder that is gone or begins anew. */
    public void forgetExpunged(FolderId folder) {
        jdbc.sql("DELETE FROM expunged WHERE folder_id = ?")
                .param(folder.value())
                .update();
    }

    /** Adds copies of messages to a folder of the same mailbox, from {@code target}'s UID on. */
    public List<Transferred> copy(FolderId folder, UidSet uids, FolderId targetFolder, Position target) {
        UidRanges ranges = UidRanges.of(uids);
        return transferred(
                "WITH source AS (SELECT m.*, row_number() OVER (ORDER BY m.uid) - 1 AS position " + UidRanges.JOIN
                        + "), ",
                List.of(ranges.first(), ranges.last(), folder.value()),
                targetFolder,
                target);
    }

    /** Moves messages to a folder of the same mailbox, in one statement. */
    public List<Transferred> move(FolderId folder, UidSet uids, FolderId targetFolder, Position target) {
        UidRanges ranges = UidRanges.of(uids);
        return transferred(
                "WITH gone AS (DELETE FROM message m USING unnest(?::bigint[], ?::bigint[]) AS wanted (first_uid, last_uid)"
                        + " WHERE m.folder_id = ? AND m.uid BETWEEN wanted.first_uid AND wanted.last_uid RETURNING m.*),"
                        + " source AS (SELECT gone.*, row_number() OVER (ORDER BY uid) - 1 AS position FROM gone), ",
                List.of(ranges.first(), ranges.last(), folder.value()),
                targetFolder,
                target);
    }

    /** Notes in a folder the keywords of its messages from a UID on. */
    public void useKeywords(FolderId folder, long fromUid) {
        jdbc.sql(
                        "INSERT INTO folder_keyword (folder_id, number) SELECT DISTINCT folder_id, unnest(keywords) FROM message"
                                + " WHERE folder_id = ? AND uid >= ? AND keywords IS NOT NULL ON CONFLICT DO NOTHING")
                .params(folder.value(), fromUid)
                .update();
    }

    private List<Transferred> transferred(
            String source, List<Object> sourceParameters, FolderId targetFolder, Position target) {
        List<Object> parameters = new ArrayList<>(sourceParameters);
        parameters.addAll(List.of(targetFolder.value(), target.uid(), target.modSeq(), target.uid()));
        return jdbc.sql(source + "placed AS (INSERT INTO message " + COLUMNS + " SELECT ?, ? + position, ?, " + COPIED
                        + " FROM source)"
                        + " SELECT uid, ? + position, flags, size, keywords IS NOT NULL FROM source ORDER BY uid")
                .params(parameters)
                .query((row, _) -> new Transferred(
                        row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getBoolean(5)))
                .list();
    }

    private static int mask(boolean onlyMarked) {
        return onlyMarked ? SystemFlags.DELETED : 0;
    }

    private static String newFlags(FlagChange change, String flags) {
        return switch (change) {
            case REPLACE -> "?::smallint";
            case ADD -> flags + " | ?::smallint";
            case REMOVE -> flags + " & ~?::smallint";
        };
    }

    private static String newKeywords(FlagChange change, String keywords) {
        String numbers = switch (change) {
            case REPLACE -> "SELECT unnest(?::smallint[])";
            case ADD -> "SELECT DISTINCT k FROM unnest(" + keywords + " || ?::smallint[]) k ORDER BY k";
            case REMOVE -> "SELECT k FROM unnest(" + keywords + ") k WHERE k <> ALL (?::smallint[]) ORDER BY k";
        };
        return "NULLIF(ARRAY(" + numbers + "), '{}')";
    }

    /**
     * A place in a folder.
     *
     * @param uid the next one to be given
     * @param modSeq the highest that was given
     */
    public record Position(long uid, long modSeq) {
        /** For the change that is about to be made. */
        public Position next() {
            return new Position(uid, modSeq + 1);
        }

        /** Behind new messages that were part of this change. */
        public Position after(long added) {
            return new Position(uid + added, modSeq);
        }
    }

    /** A message and the folder it goes to. */
    public record PlacedMessage(FolderId folder, MessageRow message) {}

    /** A message that was copied or moved. */
    public record Transferred(long from, long to, int flags, long size, boolean hasKeywords) {}

    /** A message that was removed. */
    public record Removed(long uid, int flags, long size) {}

    /** A message whose flags were to change. */
    public record FlagsChanged(
            long uid, int flagsBefore, int flags, KeywordNumbers keywords, long modSeq, boolean changed) {}
}
