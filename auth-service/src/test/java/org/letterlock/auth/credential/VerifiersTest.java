package org.letterlock.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.CramMd5Keys;
import org.letterlock.sasl.DigestMd5Keys;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.StoredCredential;

class VerifiersTest {
    private static final Password RIGHT = Password.parse("correct horse").require();
    private static final Password WRONG = Password.parse("correct house").require();

    @Test
    @Tag("CRED-1")
    void theRightPasswordVerifiesAndNoOther() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            Verifiers verifiers = hashing.hash(RIGHT);

            assertThat(hashing.matches(verifiers.hash(), RIGHT)).isTrue();
            assertThat(hashing.matches(verifiers.hash(), WRONG)).isFalse();
            assertThat(((Argon2Hash) verifiers.hash()).cost()).isEqualTo(new Argon2Cost(19_456, 2, 1));
            assertThat(verifiers.scram().orElseThrow().iterations()).isEqualTo(65_536);
            assertThat(verifiers.scram().orElseThrow().salt()).hasSize(16);
        }
    }

    @Test
    @Tag("CRED-1")
    void whatIsStoredIsReadBack() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            Verifiers read = Verifiers.decode(hashing.hash(RIGHT).encode()).orElseThrow();

            assertThat(hashing.matches(read.hash(), RIGHT)).isTrue();
        }
    }

    @Test
    @Tag("CRED-6")
    void aBrokenValueIsNoPassword() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            byte[] encoded = hashing.hash(RIGHT).encode();

            assertThat(Verifiers.decode(new byte[0])).isEmpty();
            assertThat(Verifiers.decode(new byte[200])).isEmpty();
            for (int length = 0; length < encoded.length; length++) {
                assertThat(Verifiers.decode(Arrays.copyOf(encoded, length))).isEmpty();
            }
            encoded[7] = 0x7F; // memory of the cost
            assertThat(Verifiers.decode(encoded)).isEmpty();
        }
    }

    @Test
    @Tag("CRED-2")
    void formatShaIsADigestAndNothingElse() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            StorageChoice sha = new StorageChoice(PasswordFormat.SHA, Set.of());

            Verifiers read = Verifiers.decode(
                            hashing.hash(RIGHT, sha, DigestNames.NONE).encode())
                    .orElseThrow();

            assertThat(hashing.matches(read.hash(), RIGHT)).isTrue();
            assertThat(hashing.matches(read.hash(), WRONG)).isFalse();
            assertThat(((Pbkdf2Hash) read.hash()).iterations()).isEqualTo(210_000);
            assertThat(read.choice()).isEqualTo(sha);
            assertThat(read.choice().credentials()).containsExactly(StoredCredential.PASSWORD);
        }
    }

    // "password" and "salt", one iteration, as OpenSSL and Python compute it.
    @Test
    @Tag("CRED-2")
    void pbkdf2IsWhatOthersCompute() {
        byte[] key = Pbkdf2Hash.compute(
                        Password.parse("password").require(), "salt".getBytes(StandardCharsets.US_ASCII), 1)
                .key();

        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo("867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
                        + "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
    }

    @Test
    @Tag("CRED-4")
    void legacySecretsAreMadeWhenWantedAndGoAlone() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            StorageChoice all = new StorageChoice(PasswordFormat.STRONG, EnumSet.allOf(LegacySecret.class));
            DigestNames names = new DigestNames(List.of("anna@example.org", "anna"), List.of("example.org"));

            Verifiers read =
                    Verifiers.decode(hashing.hash(RIGHT, all, names).encode()).orElseThrow();
            Verifiers kept = Verifiers.decode(
                            read.keeping(Set.of(LegacySecret.NTLM)).encode())
                    .orElseThrow();

            assertThat(read.choice()).isEqualTo(all);
            assertThat(read.cramMd5()).contains(CramMd5Keys.of(RIGHT));
            assertThat(read.digestMd5()).contains(DigestMd5Keys.derive(names.names(), names.realms(), RIGHT));
            assertThat(read.ntHash()).contains(NtHash.of(RIGHT));
            assertThat(kept.choice().legacySecrets()).containsExactly(LegacySecret.NTLM);
            assertThat(kept.cramMd5()).isEmpty();
            assertThat(kept.digestMd5()).isEmpty();
            assertThat(hashing.matches(kept.hash(), RIGHT)).isTrue();
        }
    }

    @Test
    @Tag("CRED-1")
    void theFirstFormatIsStillRead() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT)) {
            Verifiers made = hashing.hash(RIGHT);
            Argon2Hash argon2 = (Argon2Hash) made.hash();
            byte[] scram = made.scram().orElseThrow().encode();
            byte[] first = ByteBuffer.allocate(9 + 16 + 32 + scram.length)
                    .put((byte) 1)
                    .putInt(argon2.cost().memoryKibibytes())
                    .putShort((short) argon2.cost().passes())
                    .putShort((short) argon2.cost().lanes())
                    .put(argon2.salt())
                    .put(argon2.tag())
                    .put(scram)
                    .array();

            Verifiers read = Verifiers.decode(first).orElseThrow();

            assertThat(hashing.matches(read.hash(), RIGHT)).isTrue();
            assertThat(read.choice()).isEqualTo(StorageChoice.DEFAULT);
        }
    }

    @Test
    @Tag("CRED-1")
    void aNewCostHoldsForNewPasswordsAndOldOnesKeepTheirs() {
        AtomicReference<PasswordCost> cost = new AtomicReference<>(PasswordCost.DEFAULT);
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), cost::get)) {
            Verifiers old = hashing.hash(RIGHT);
            cost.set(new PasswordCost(new Argon2Cost(7168, 6, 4), 4096));
            Verifiers read = Verifiers.decode(hashing.hash(RIGHT).encode()).orElseThrow();

            assertThat(old.cost()).contains(PasswordCost.DEFAULT);
            assertThat(read.cost()).contains(cost.get());
            assertThat(PasswordCost.parse(cost.get().format())).isEqualTo(cost.get());
            assertThat(hashing.matches(old.hash(), RIGHT)).isTrue();
            assertThat(hashing.matches(read.hash(), RIGHT)).isTrue();
            assertThat(hashing.matches(read.hash(), WRONG)).isFalse();
        }
    }

    @Test
    @Tag("AUTH-3")
    @Tag("AUTH-7")
    void unknownNamesTakeTheCostsInUseAsOftenAsAccountsDo() {
        PasswordCost other = new PasswordCost(new Argon2Cost(38_912, 1, 1), 100_000);
        CostsInUse inUse =
                new CostsInUse(List.of(new CostsInUse.Share(PasswordCost.DEFAULT, 3), new CostsInUse.Share(other, 1)));
        Random random = new Random(42);
        int others = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] token = new byte[32];
            random.nextBytes(token);
            PasswordCost drawn = inUse.draw(token, other);
            assertThat(inUse.draw(token, other)).isEqualTo(drawn);
            others += drawn.equals(other) ? 1 : 0;
        }

        assertThat(others).isBetween(900, 1100);
        assertThat(new CostsInUse(List.of()).draw(new byte[8], other)).isEqualTo(other);
    }

    @Test
    @Tag("AUTH-3")
    void anUnknownNameKeepsItsCostWhenAnAccountComes() {
        PasswordCost other = new PasswordCost(new Argon2Cost(38_912, 1, 1), 4096);
        CostsInUse before = new CostsInUse(
                List.of(new CostsInUse.Share(PasswordCost.DEFAULT, 500), new CostsInUse.Share(other, 500)));
        CostsInUse after = new CostsInUse(
                List.of(new CostsInUse.Share(PasswordCost.DEFAULT, 500), new CostsInUse.Share(other, 501)));
        Random random = new Random(7);
        int changed = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] token = new byte[32];
            random.nextBytes(token);
            changed += before.draw(token, other).equals(after.draw(token, other)) ? 0 : 1;
        }

        assertThat(changed).isLessThan(20);
    }

    @Test
    @Tag("CRED-1")
    void theMemoryOfAllComputationsTogetherIsBounded() throws Exception {
        HashingMemory memory = new HashingMemory(100);
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                int needed = 1 + i % 60;
                callers.submit(() -> memory.with(needed, Duration.ofMinutes(1), () -> {
                    most.accumulateAndGet(taken.addAndGet(needed), Math::max);
                    Thread.yield();
                    return taken.addAndGet(-needed);
                }));
            }
        }

        assertThat(most.get()).isBetween(1, 100);
        assertThat(memory.with(100, Duration.ZERO, () -> "all")).isEqualTo("all");
        assertThatThrownBy(() -> memory.with(101, Duration.ofMinutes(1), () -> "more than there is"))
                .isInstanceOf(TimeoutException.class);
        try (PasswordHashing hashing =
                new PasswordHashing(new SecureRandom(), () -> PasswordCost.DEFAULT, new HashingMemory(19_455), 1, 1)) {
            assertThatThrownBy(() -> hashing.hash(RIGHT)).isInstanceOf(HashingOverloadedException.class);
        }
    }

    @Test
    @Tag("AUTH-9")
    void tooManyAtOnceIsATemporaryFailure() throws Exception {
        try (PasswordHashing hashing = new PasswordHashing(
                        new SecureRandom(), () -> PasswordCost.DEFAULT, HashingMemory.ofHeap(), 1, 1);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch overloaded = new CountDownLatch(1);
            for (int i = 0; i < 20; i++) {
                callers.submit(() -> {
                    try {
                        hashing.pretend(PasswordCost.DEFAULT.argon2(), WRONG);
                    } catch (HashingOverloadedException e) {
                        overloaded.countDown();
                    }
                });
            }
            overloaded.await();
        }
    }

    @Test
    @Tag("AUTH-10")
    void fingerprintsAreForgottenAfterFiveMinutes() {
        AtomicLong now = new AtomicLong();
        FingerprintCache cache = new FingerprintCache(new SecureRandom(), now::get);
        AccountId account = new AccountId(UUID.randomUUID());
        SealedVerifiers first = new SealedVerifiers(account, 1, Octets.wrap(new byte[0]));

        cache.remember(first, RIGHT);

        assertThat(cache.holds(first, RIGHT)).isTrue();
        assertThat(cache.holds(first, WRONG)).isFalse();
        assertThat(cache.holds(new SealedVerifiers(account, 2, first.sealed()), RIGHT))
                .isFalse();
        assertThat(cache.holds(new SealedVerifiers(new AccountId(UUID.randomUUID()), 1, first.sealed()), RIGHT))
                .isFalse();
        now.addAndGet(Duration.ofSeconds(301).toNanos());
        assertThat(cache.holds(first, RIGHT)).isFalse();
    }

    @Test
    void costsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Argon2Cost(512 * 1024, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2Cost(19_456, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
