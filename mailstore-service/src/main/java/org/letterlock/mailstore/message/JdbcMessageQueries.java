package org.letterlock.mailstore.message;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.Sql;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads messages of a folder. */
public final class JdbcMessageQueries {
    private static final String ROW = "SELECT m.uid, m.modseq, m.flags, m.keywords, m.internal_date, m.size,"
            + " m.object_id, m.sealed_key, m.sealed_trace";

    private final JdbcClient jdbc;

    /** Reads in the transaction of the caller, or each query by itself. */
    public JdbcMessageQueries(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
    }

    /** Those of {@code uids} that exist, ascending. */
    public List<MessageRow> find(FolderId folder, UidSet uids) {
        UidRanges ranges = UidRanges.of(uids);
        return jdbc.sql(ROW + " " + UidRanges.JOIN + "ORDER BY m.uid")
                .params(ranges.first(), ranges.last(), folder.value())
                .query((row, _) -> map(row))
                .list();
    }

    /**
     * As {@link #find}, with the sealed metadata of each. Two queries: of a join, the planner cannot know how few rows the
     * ranges leave, and reads the whole table of contents.
     */
    public List<MessageWithMetadata> findWithMetadata(FolderId folder, UidSet uids) {
        List<MessageRow> messages = find(folder, uids);
        Map<ObjectId, Octets> metadata = metadata(messages);
        List<MessageWithMetadata> found = new ArrayList<>(messages.size());
        for (MessageRow message : messages) {
            Octets sealed = metadata.get(message.object());
            if (sealed != null) { // else it was expunged and removed between the two
                found.add(new MessageWithMetadata(message, sealed));
            }
        }
        return found;
    }

    private Map<ObjectId, Octets> metadata(List<MessageRow> messages) {
        Map<ObjectId, Octets> metadata = new HashMap<>();
        if (!messages.isEmpty()) {
            jdbc.sql("SELECT object_id, sealed_metadata FROM content WHERE object_id = ANY(?)")
                    .param(Sql.uuids(messages.stream()
                            .map(message -> message.object().value())
                            .distinct()))
                    .query(row -> {
                        metadata.put(new ObjectId(row.getObject(1, UUID.class)), Octets.wrap(row.getBytes(2)));
                    });
        }
        return metadata;
    }

    /** All UIDs of a folder. */
    public UidSet uids(FolderId folder) {
        List<UidRange> ranges = jdbc.sql("SELECT min(uid), max(uid) FROM"
                        + " (SELECT uid, uid - row_number() OVER (ORDER BY uid) AS island FROM message WHERE folder_id = ?)"
                        + " GROUP BY island ORDER BY 1")
                .param(folder.value())
                .query((row, _) -> new UidRange(new Uid(row.getLong(1)), new Uid(row.getLong(2))))
                .list();
        return new UidSet(ranges);
    }

    /** UIDs of messages that are new or changed after a MODSEQ. */
    UidSet uidsChangedSince(FolderId folder, long since) {
        List<Long> uids = jdbc.sql("SELECT uid FROM message WHERE folder_id = ? AND modseq > ? ORDER BY uid")
                .params(folder.value(), since)
                .query((row, _) -> row.getLong(1))
                .list();
        return UidSet.ofSorted(uids.stream().mapToLong(Long::longValue));
    }

    /** UIDs that were expunged after a MODSEQ. */
    public UidSet expungedSince(FolderId folder, long since) {
        List<UidRange> ranges = jdbc.sql("SELECT first_uid, last_uid FROM expunged WHERE folder_id = ? AND modseq > ?")
                .params(folder.value(), since)
                .query((row, _) -> new UidRange(new Uid(row.getLong(1)), new Uid(row.getLong(2))))
                .list();
        return UidSet.ofRanges(ranges);
    }

    /** States of messages that are new or changed after a MODSEQ, ascending by UID. */
    public List<State> changedSince(FolderId folder, long since) {
        return jdbc.sql(
                        "SELECT uid, flags, keywords, modseq FROM message WHERE folder_id = ? AND modseq > ? ORDER BY uid")
                .params(folder.value(), since)
                .query((row, _) -> new State(row.getLong(1), row.getInt(2), keywords(row.getArray(3)), row.getLong(4)))
                .list();
    }

    /** The first message that nobody has read. */
    public Optional<Uid> firstUnseen(FolderId folder) {
        return jdbc.sql("SELECT uid FROM message WHERE folder_id = ? AND flags & 1 = 0 ORDER BY uid LIMIT 1")
                .param(folder.value())
                .query((row, _) -> row.getLong(1))
                .optional()
                .map(Uid::new);
    }

    static KeywordNumbers keywords(@Nullable Array array) throws SQLException {
        if (array == null) {
            return KeywordNumbers.NONE;
        }
        return KeywordNumbers.ofSorted((Number[]) array.getArray());
    }

    private static MessageRow map(ResultSet row) throws SQLException {
        return new MessageRow(
                row.getLong(1),
                row.getInt(3),
                keywords(row.getArray(4)),
                row.getLong(2),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getLong(6),
                new ObjectId(row.getObject(7, UUID.class)),
                Octets.wrap(row.getBytes(8)),
                Octets.wrap(row.getBytes(9)));
    }

    /** A message and what was parsed of it, both sealed. */
    public record MessageWithMetadata(MessageRow message, Octets sealedMetadata) {}

    /** What may change of a message. */
    public record State(long uid, int flags, KeywordNumbers keywords, long modSeq) {}
}
