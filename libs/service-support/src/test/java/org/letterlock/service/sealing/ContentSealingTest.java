package org.letterlock.service.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.service.content.MemoryContentStore;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.letterlock.testkit.MutableClock;

class ContentSealingTest {
    private static final byte[] PREFIX = "Received: from here\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Keyring keyring = Keyring.inMemory();
    private final MemoryContentStore store = new MemoryContentStore();
    private final MutableClock clock = MutableClock.at("2026-03-01T12:00:00Z");
    private final ContentSealer sealer = new ContentSealer(keyring, store, clock, Runnable::run);
    private final ContentOpener opener = new ContentOpener(keyring, Reader.MAILSTORE, store);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_000, 65_535, 65_536, 65_537, 200_000, 262_000, 262_144, 262_145, 400_000, 1_500_000})
    @Tag("KEY-5")
    void whatWasWrittenIsRead(int size) throws Exception {
        byte[] plain = random(size);

        SealedContent content = seal(plain, EnumSet.of(Reader.MAILSTORE));

        assertThat(opener.open(content, opener.unwrap(content)).readAllBytes()).isEqualTo(join(PREFIX, plain));
        assertThat(content.size()).isEqualTo(size);
        assertThat(content.messageSize()).isEqualTo(size + PREFIX.length);
        assertThat(content.place() instanceof Place.Inline).isEqualTo(size <= 262_000);
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyRangeIsThatPartOfTheMessage(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] plain = random(random.nextInt(700_000));
        SealedContent content = seal(plain, EnumSet.of(Reader.MAILSTORE));
        byte[] message = join(PREFIX, plain);
        ObjectKey key = opener.unwrap(content);

        for (int i = 0; i < 10; i++) {
            int offset = random.nextInt(message.length + 10);
            int length = random.nextInt(random.nextBoolean() ? 100 : message.length + 10);
            int start = Math.min(offset, message.length);
            byte[] expected = Arrays.copyOfRange(message, start, Math.min(message.length, start + length));

            try (InputStream range = opener.openRange(content, key, offset, length)) {
                assertThat(range.readAllBytes()).isEqualTo(expected);
            }
        }
        assertThat(opener.openRange(content, key, 3, Long.MAX_VALUE).readAllBytes())
                .isEqualTo(Arrays.copyOfRange(message, 3, message.length));
    }

    @Test
    void neitherCiphertextNorRecordHoldsAReadableOctet() throws Exception {
        byte[] plain = "marker".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

        SealedContent content = seal(plain, EnumSet.allOf(Reader.class));

        byte[] stored = store.find(content.id()).orElseThrow();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
        assertThat(new String(content.prefix().view(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Received");
    }

    @Test
    @Tag("KEY-7")
    void truncationExtensionReorderingAndSwapsAreFound() throws Exception {
        SealedContent content = seal(random(500_000), EnumSet.of(Reader.MAILSTORE));
        SealedContent other = seal(random(500_000), EnumSet.of(Reader.MAILSTORE));
        byte[] ciphertext = store.find(content.id()).orElseThrow();
        ObjectKey key = opener.unwrap(content);

        byte[] swapped = ciphertext.clone();
        System.arraycopy(ciphertext, 65_536, swapped, 2 * 65_536, 65_536);
        System.arraycopy(ciphertext, 2 * 65_536, swapped, 65_536, 65_536);
        List<byte[]> forged = List.of(
                Arrays.copyOf(ciphertext, ciphertext.length - 1),
                Arrays.copyOf(ciphertext, 4 * 65_536),
                Arrays.copyOf(ciphertext, ciphertext.length + 1),
                swapped,
                store.find(other.id()).orElseThrow());
        for (byte[] forgery : forged) {
            store.replace(content.id(), forgery);
            assertThatThrownBy(() ->
                            opener.open(stored(content, forgery.length), key).readAllBytes())
                    .isInstanceOf(SealedObjectCorruptException.class);
        }
        assertThatThrownBy(() -> opener.open(content, opener.unwrap(other)).readAllBytes())
                .isInstanceOf(SealedObjectCorruptException.class);
    }

    @Test
    void aPrefixOfAnotherContentDoesNotOpen() throws Exception {
        SealedContent one = seal(random(10), EnumSet.of(Reader.MAILSTORE));
        SealedContent other = seal(random(10), EnumSet.of(Reader.MAILSTORE));
        var mixed = new SealedContent(one.id(), other.prefix(), one.prefixSize(), one.size(), one.place(), one.keys());

        assertThatThrownBy(() -> opener.open(mixed, opener.unwrap(one)).readAllBytes())
                .isInstanceOf(SealedObjectCorruptException.class);
    }

    @Test
    @Tag("ENC-10")
    void onlyTheNamedReadersGetTheKey() throws Exception {
        SealedContent content = seal(random(10), EnumSet.of(Reader.EGRESS));
        var egress = new ContentOpener(keyring, Reader.EGRESS, store);

        assertThat(egress.open(content, egress.unwrap(content)).readAllBytes()).hasSize(10 + PREFIX.length);
        assertThatThrownBy(() -> opener.unwrap(content)).isInstanceOf(SealedObjectCorruptException.class);
    }

    @Test
    @Tag("ENC-10")
    void oneEncapsulationServesAMinuteOrTenThousandObjects() {
        var envelopes = new ObjectKeyEnvelopes(keyring, clock);
        Set<Octets> encapsulations = new HashSet<>();
        for (int i = 0; i < ObjectKeyEnvelopes.MAX_OBJECTS; i++) {
            encapsulations.add(wrap(envelopes).encapsulation());
        }
        assertThat(encapsulations).hasSize(1);

        encapsulations.add(wrap(envelopes).encapsulation());
        assertThat(encapsulations).hasSize(2);

        clock.advance(Duration.ofSeconds(59));
        encapsulations.add(wrap(envelopes).encapsulation());
        assertThat(encapsulations).hasSize(2);

        clock.advance(Duration.ofSeconds(1));
        encapsulations.add(wrap(envelopes).encapsulation());
        assertThat(encapsulations).hasSize(3);
    }

    @Test
    void envelopesOpenInAnyOrder() throws Exception {
        List<SealedContent> contents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            contents.add(seal(random(i), EnumSet.of(Reader.MAILSTORE)));
        }

        for (SealedContent content : contents.reversed()) {
            assertThat(opener.open(content, opener.unwrap(content)).readAllBytes())
                    .hasSize((int) content.messageSize());
        }
    }

    @Test
    void whatIsAbandonedIsDeleted() {
        SealingContent started = sealer.start(EnumSet.of(Reader.MAILSTORE));
        started.write(ByteBuffer.wrap(random(600_000)));

        started.abandon();

        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void aFinishedContentCanStillBeAbandoned() throws Exception {
        SealingContent started = sealer.start(EnumSet.of(Reader.MAILSTORE));
        started.write(ByteBuffer.wrap(random(600_000)));
        started.finish(PREFIX).toCompletableFuture().get();

        started.abandon();

        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void aStoreThatFailsFailsTheContentAndLeavesSmallOnesAlone() throws Exception {
        store.breakDown();
        SealingContent large = sealer.start(EnumSet.of(Reader.MAILSTORE));

        var written = large.write(ByteBuffer.wrap(random(600_000))).toCompletableFuture();

        assertThatThrownBy(written::get)
                .isInstanceOfSatisfying(
                        ExecutionException.class,
                        e -> assertThat(Failures.categoryOf(e)).isEqualTo(FailureCategory.RESOURCE));
        assertThat(large.finish(PREFIX).toCompletableFuture()).isCompletedExceptionally();
        assertThat(seal(random(1000), EnumSet.of(Reader.MAILSTORE)).size()).isEqualTo(1000);
    }

    @Test
    void aWriterThatDoesNotWaitIsStopped() {
        List<Runnable> never = new ArrayList<>();
        var stuck = new ContentSealer(keyring, store, clock, never::add);
        SealingContent content = stuck.start(EnumSet.of(Reader.MAILSTORE));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        content.write(ByteBuffer.wrap(random(300_000)));
                    }
                })
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void directBuffersAreSealedToo() throws Exception {
        byte[] plain = random(100_000);
        SealingContent content = sealer.start(EnumSet.of(Reader.MAILSTORE));

        content.write(ByteBuffer.allocateDirect(plain.length).put(plain).flip());
        SealedContent sealed = content.finish(new byte[0]).toCompletableFuture().get();

        assertThat(opener.open(sealed, opener.unwrap(sealed)).readAllBytes()).isEqualTo(plain);
    }

    private KeyEnvelope wrap(ObjectKeyEnvelopes envelopes) {
        return envelopes.wrap(Reader.MAILSTORE, new ObjectId(UUID.randomUUID()), ObjectKey.random());
    }

    private static SealedContent stored(SealedContent content, long size) {
        return new SealedContent(
                content.id(),
                content.prefix(),
                content.prefixSize(),
                content.size(),
                new Place.Stored(size),
                content.keys());
    }

    private SealedContent seal(byte[] plain, Set<Reader> readers) throws Exception {
        SealingContent content = sealer.start(readers);
        CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
        for (int offset = 0; offset < plain.length; offset += 10_000) {
            int length = Math.min(10_000, plain.length - offset);
            written = content.write(ByteBuffer.wrap(plain, offset, length)).toCompletableFuture();
            written.get();
        }
        return content.finish(PREFIX).toCompletableFuture().get();
    }

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private static byte[] join(byte[] one, byte[] other) throws IOException {
        var joined = new ByteArrayOutputStream();
        joined.write(one);
        joined.write(other);
        return joined.toByteArray();
    }
}
