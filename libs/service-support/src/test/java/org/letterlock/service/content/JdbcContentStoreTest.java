package org.letterlock.service.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.service.database.TestSchemas;
import org.letterlock.testkit.MutableClock;

class JdbcContentStoreTest {
    private static TestSchemas schemas;

    private final MutableClock clock = MutableClock.at("2026-03-01T12:00:00Z");
    private final ObjectId id = new ObjectId(UUID.randomUUID());
    private JdbcContentStore store;

    @BeforeAll
    static void migrate() {
        schemas = TestSchemas.fresh("content");
    }

    @BeforeEach
    void empty() {
        schemas.jdbc()
                .sql("TRUNCATE content.objects, content.chunks, content.holders")
                .update();
        store = new JdbcContentStore(schemas.jdbc(), clock);
    }

    @Test
    void anyRangeOfAnObjectIsRead() throws Exception {
        byte[] octets = random(3 * JdbcContentStore.CHUNK + 17);
        var upload = store.create(id);
        upload.append(Arrays.copyOf(octets, 100_000));
        upload.append(Arrays.copyOfRange(octets, 100_000, octets.length));
        upload.finish();

        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            int offset = random.nextInt(octets.length + 5);
            int length = random.nextInt(octets.length);
            int start = Math.min(offset, octets.length);
            assertThat(store.read(id, offset, length).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(octets, start, Math.min(octets.length, start + length)));
        }
        assertThat(store.read(id, 0, Long.MAX_VALUE).readAllBytes()).isEqualTo(octets);
        assertThat(store.size(id)).isEqualTo(octets.length);
    }

    @Test
    void anUnfinishedObjectIsNotThere() {
        store.create(id).append(random(JdbcContentStore.CHUNK));

        assertThatThrownBy(() -> store.size(id)).isInstanceOf(ContentMissingException.class);
        assertThatThrownBy(() -> store.read(id, 0, 1)).isInstanceOf(ContentMissingException.class);
    }

    @Test
    void anEmptyObjectIsAnObject() throws Exception {
        store.put(id, new byte[0]);

        assertThat(store.read(id, 0, 10).readAllBytes()).isEmpty();
    }

    @Test
    void anAbandonedUploadLeavesNothing() {
        var upload = store.create(id);
        upload.append(random(2 * JdbcContentStore.CHUNK));

        upload.abandon();

        assertThat(rows("content.chunks")).isZero();
    }

    @Test
    void whatIsReferredToIsNeverRemoved() {
        store.put(id, random(10));
        store.refer(id, "a");
        store.refer(id, "a");
        store.refer(id, "b");
        store.release(id, "a");
        clock.advance(Duration.ofDays(400));

        store.delete(id);

        assertThat(store.sweep(10)).isZero();
        assertThat(store.size(id)).isEqualTo(10);
    }

    @Test
    @Tag("BKP-1")
    void whatNobodyRefersToAnyMoreIsKeptForADay() {
        store.put(id, random(10));
        store.refer(id, "a");
        clock.advance(Duration.ofDays(100));
        store.release(id, "a");

        clock.advance(Duration.ofHours(23));
        assertThat(store.sweep(10)).isZero();
        clock.advance(Duration.ofHours(2));
        assertThat(store.sweep(10)).isEqualTo(1);

        assertThat(rows("content.chunks")).isZero();
    }

    @Test
    void whatIsReferredToAgainStays() {
        store.put(id, random(10));
        store.refer(id, "a");
        store.release(id, "a");
        store.refer(id, "b");
        clock.advance(Duration.ofDays(2));

        assertThat(store.sweep(10)).isZero();
    }

    @Test
    void anObjectThatNoRecordCameToNameOutlivesTheRecords() {
        store.put(id, random(10));

        clock.advance(Duration.ofDays(7).plusHours(1));
        assertThat(store.sweep(10)).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(store.sweep(10)).isEqualTo(1);
    }

    @Test
    void anUploadThatDiedIsRemovedAfterADay() {
        store.create(id).append(random(JdbcContentStore.CHUNK));

        clock.advance(Duration.ofHours(25));

        assertThat(store.sweep(10)).isEqualTo(1);
    }

    private static long rows(String table) {
        return schemas.jdbc()
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }
}
