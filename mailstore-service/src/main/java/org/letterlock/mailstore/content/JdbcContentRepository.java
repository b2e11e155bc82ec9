package org.letterlock.mailstore.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.mailstore.mailbox.Sql;
import org.letterlock.service.content.ContentStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of contents. Large ciphertexts are in the content store, which is told that this table needs them. */
public final class JdbcContentRepository {
    private static final String HOLDER = "mailstore:";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ContentStore store;

    /** Works in the transaction of the caller. */
    public JdbcContentRepository(JdbcTemplate template, ContentStore store) {
        this.jdbc = JdbcClient.create(template);
        this.batches = template;
        this.store = store;
    }

    /** Adds contents; those that are there already stay as they are. */
    public void insert(List<ContentRow> contents) {
        batches.batchUpdate(
                "INSERT INTO content (object_id, sealed_prefix, prefix_size, size, sealed_metadata, ciphertext,"
                        + " stored_size) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                contents,
                contents.size(),
                (statement, row) -> {
                    SealedContent content = row.content();
                    statement.setObject(1, content.id().value());
                    statement.setBytes(2, content.prefix().view());
                    statement.setInt(3, content.prefixSize());
                    statement.setLong(4, content.size());
                    statement.setBytes(5, row.sealedMetadata().view());
                    switch (content.place()) {
                        case Place.Inline(Octets ciphertext) -> {
                            statement.setBytes(6, ciphertext.view());
                            statement.setObject(7, null, java.sql.Types.BIGINT);
                        }
                        case Place.Stored(long size) -> {
                            statement.setBytes(6, null);
                            statement.setLong(7, size);
                        }
                    }
                });
        for (ContentRow row : contents) {
            if (row.content().place() instanceof Place.Stored) {
                store.refer(row.content().id(), holder(row.content().id()));
            }
        }
    }

    /** Those of these contents that exist. */
    public List<SealedContent> find(Collection<ObjectId> ids) {
        return jdbc.sql("SELECT object_id, sealed_prefix, prefix_size, size, ciphertext, stored_size FROM content"
                        + " WHERE object_id = ANY(?)")
                .param(Sql.uuids(ids.stream().map(ObjectId::value)))
                .query((row, _) -> map(row))
                .list();
    }

    /**
     * Removes contents that lost a message before {@code limit} and are in no message now; how many candidates were looked
     * at. A message that is being copied meanwhile keeps its content: its row's foreign key holds it.
     */
    public int removeGarbage(Instant limit, int atMost) {
        List<UUID> candidates = jdbc.sql("DELETE FROM garbage WHERE object_id IN (SELECT object_id FROM garbage"
                        + " WHERE since < ? ORDER BY since LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING object_id")
                .params(limit.atOffset(ZoneOffset.UTC), atMost)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
        if (candidates.isEmpty()) {
            return 0;
        }
        List<StoredObject> removed = jdbc.sql("DELETE FROM content c WHERE c.object_id = ANY(?)"
                        + " AND NOT EXISTS (SELECT FROM message m WHERE m.object_id = c.object_id)"
                        + " AND NOT EXISTS (SELECT FROM held h WHERE h.object_id = c.object_id)"
                        + " RETURNING c.object_id, c.ciphertext IS NULL")
                .param(Sql.uuids(candidates.stream()))
                .query((row, _) -> new StoredObject(new ObjectId(row.getObject(1, UUID.class)), row.getBoolean(2)))
                .list();
        removed.stream()
                .filter(StoredObject::inStore)
                .forEach(object -> store.release(object.id(), holder(object.id())));
        return candidates.size();
    }

    private static SealedContent map(ResultSet row) throws SQLException {
        byte[] ciphertext = row.getBytes(5);
        return new SealedContent(
                new ObjectId(row.getObject(1, UUID.class)),
                Octets.wrap(row.getBytes(2)),
                row.getInt(3),
                row.getLong(4),
                ciphertext == null ? new Place.Stored(row.getLong(6)) : new Place.Inline(Octets.wrap(ciphertext)),
                List.of());
    }

    private static String holder(ObjectId id) {
        return HOLDER + id;
    }

    private record StoredObject(ObjectId id, boolean inStore) {}
}
