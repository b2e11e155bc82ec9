package org.letterlock.service.content;

import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.letterlock.contracts.mail.ObjectId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Contents in the schema {@code content}, in chunks of 256 KiB. */
public final class JdbcContentStore implements ContentStore {
    static final int CHUNK = 256 * 1024;

    /** Longer than {@code mail.accepted} keeps a record that may name the object. */
    static final Duration KEPT_UNNAMED = Duration.ofDays(8);

    static final Duration KEPT_UNFINISHED = Duration.ofDays(1);
    static final Duration KEPT_RELEASED = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public JdbcContentStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Upload create(ObjectId id) {
        jdbc.sql("INSERT INTO content.objects (id, created_at) VALUES (:id, :now)")
                .param("id", id.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return new JdbcUpload(id);
    }

    @Override
    public long size(ObjectId id) {
        return findSize(id).orElseThrow(() -> new ContentMissingException(id));
    }

    @Override
    public InputStream read(ObjectId id, long offset, long length) {
        long end = Math.min(size(id), length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length);
        return offset >= end ? InputStream.nullInputStream() : new ChunkedStream(this, id, offset, end);
    }

    /** Octets {@code from} to {@code to} of one chunk. */
    byte[] readChunk(ObjectId id, int number, int from, int to) {
        return jdbc.sql("""
                SELECT substring(octets FROM :from FOR :length) FROM content.chunks
                WHERE object_id = :id AND number = :number
                """)
                .param("from", from + 1)
                .param("length", to - from)
                .param("id", id.value())
                .param("number", number)
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> new ContentMissingException(id));
    }

    @Override
    public void refer(ObjectId id, String holder) {
        jdbc.sql("UPDATE content.objects SET released_at = NULL WHERE id = :id AND released_at IS NOT NULL")
                .param("id", id.value())
                .update();
        jdbc.sql("INSERT INTO content.holders (object_id, holder) VALUES (:id, :holder) ON CONFLICT DO NOTHING")
                .param("id", id.value())
                .param("holder", holder)
                .update();
    }

    @Override
    public void release(ObjectId id, String holder) {
        jdbc.sql("DELETE FROM content.holders WHERE object_id = :id AND holder = :holder")
                .param("id", id.value())
                .param("holder", holder)
                .update();
        jdbc.sql("""
                UPDATE content.objects SET released_at = :now
                WHERE id = :id AND NOT EXISTS (SELECT FROM content.holders WHERE object_id = :id)
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id.value())
                .update();
    }

    @Override
    public void delete(ObjectId id) {
        jdbc.sql("""
                DELETE FROM content.objects
                WHERE id = :id AND NOT EXISTS (SELECT FROM content.holders WHERE object_id = :id)
                """).param("id", id.value()).update();
    }

    /** Removes up to {@code limit} objects whose time is over; how many there were. */
    int sweep(int limit) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return jdbc.sql("""
                DELETE FROM content.objects WHERE id IN (
                    SELECT o.id FROM content.objects o
                    WHERE NOT EXISTS (SELECT FROM content.holders h WHERE h.object_id = o.id)
                      AND CASE WHEN o.size IS NULL THEN o.created_at < :unfinished
                               WHEN o.released_at IS NULL THEN o.created_at < :unnamed
                               ELSE o.released_at < :released END
                    LIMIT :limit FOR UPDATE SKIP LOCKED)
                """)
                .param("unfinished", now.minus(KEPT_UNFINISHED))
                .param("unnamed", now.minus(KEPT_UNNAMED))
                .param("released", now.minus(KEPT_RELEASED))
                .param("limit", limit)
                .update();
    }

    private Optional<Long> findSize(ObjectId id) {
        return jdbc.sql("SELECT size FROM content.objects WHERE id = :id AND size IS NOT NULL")
                .param("id", id.value())
                .query(Long.class)
                .optional();
    }

    private final class JdbcUpload implements Upload {
        private final ObjectId id;
        private final byte[] buffer = new byte[CHUNK];
        private int buffered;
        private int number;
        private long size;

        JdbcUpload(ObjectId id) {
            this.id = id;
        }

        @Override
        public void append(byte[] octets) {
            int taken = 0;
            while (taken < octets.length) {
                int count = Math.min(octets.length - taken, CHUNK - buffered);
                System.arraycopy(octets, taken, buffer, buffered, count);
                buffered += count;
                taken += count;
                if (buffered == CHUNK) {
                    insert();
                }
            }
            size += octets.length;
        }

        @Override
        public void finish() {
            if (buffered > 0) {
                insert();
            }
            jdbc.sql("UPDATE content.objects SET size = :size WHERE id = :id")
                    .param("size", size)
                    .param("id", id.value())
                    .update();
        }

        @Override
        public void abandon() {
            delete(id);
        }

        private void insert() {
            jdbc.sql("INSERT INTO content.chunks (object_id, number, octets) VALUES (:id, :number, :octets)")
                    .param("id", id.value())
                    .param("number", number)
                    .param("octets", Arrays.copyOf(buffer, buffered))
                    .update();
            number++;
            buffered = 0;
        }
    }
}
