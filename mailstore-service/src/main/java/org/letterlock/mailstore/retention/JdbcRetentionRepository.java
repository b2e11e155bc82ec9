package org.letterlock.mailstore.retention;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.mailbox.FolderId;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is left of shredded mailboxes, and the memory of expunged messages. Works in the transaction of the caller. */
final class JdbcRetentionRepository {
    private final JdbcClient jdbc;

    JdbcRetentionRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
    }

    List<FolderId> foldersOfShredded(int atMost) {
        return jdbc.sql(
                        "SELECT f.id FROM folder f JOIN mailbox m ON m.id = f.mailbox_id WHERE m.shredded_at IS NOT NULL"
                                + " LIMIT ?")
                .param(atMost)
                .query((row, _) -> new FolderId(row.getObject(1, UUID.class)))
                .list();
    }

    /** Removes messages of a folder of a shredded mailbox; how many. */
    int removeMessages(FolderId folder, int atMost) {
        return jdbc.sql("WITH chosen AS (SELECT uid FROM message WHERE folder_id = ? LIMIT ?),"
                        + " gone AS (DELETE FROM message m USING chosen WHERE m.folder_id = ? AND m.uid = chosen.uid"
                        + " RETURNING m.object_id),"
                        + " garbage AS (INSERT INTO garbage (object_id, since) SELECT DISTINCT object_id, now() FROM gone"
                        + " ON CONFLICT (object_id) DO UPDATE SET since = excluded.since)"
                        + " SELECT count(*) FROM gone")
                .params(folder.value(), atMost, folder.value())
                .query((row, _) -> row.getInt(1))
                .single();
    }

    /** Removes an empty folder of a shredded mailbox and the mailbox's keywords. */
    void removeFolder(FolderId folder) {
        jdbc.sql("DELETE FROM keyword k USING folder f WHERE f.id = ? AND k.mailbox_id = f.mailbox_id")
                .param(folder.value())
                .update();
        jdbc.sql("DELETE FROM folder f WHERE f.id = ? AND NOT EXISTS (SELECT FROM message m WHERE m.folder_id = f.id)")
                .param(folder.value())
                .update();
    }

    List<FolderId> foldersWithMoreExpunged(int limit) {
        return jdbc.sql("SELECT folder_id FROM expunged GROUP BY folder_id HAVING count(*) > ?")
                .param(limit)
                .query((row, _) -> new FolderId(row.getObject(1, UUID.class)))
                .list();
    }

    /** Forgets the oldest expunged messages of a folder and notes since when the memory is complete. */
    void forgetExpunged(FolderId folder, int kept) {
        jdbc.sql(
                        "WITH cut AS (SELECT modseq FROM expunged WHERE folder_id = ? ORDER BY modseq DESC OFFSET ? LIMIT 1),"
                                + " gone AS (DELETE FROM expunged e USING cut WHERE e.folder_id = ? AND e.modseq <= cut.modseq)"
                                + " UPDATE folder f SET expunged_since = greatest(f.expunged_since, cut.modseq) FROM cut WHERE f.id = ?")
                .params(folder.value(), kept, folder.value(), folder.value())
                .update();
    }
}
