package org.letterlock.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.Password;

class VerifiersTest {
    private static final Password RIGHT = Password.parse("correct horse").require();
    private static final Password WRONG = Password.parse("correct house").require();

    @Test
    @Tag("CRED-1")
    void theRightPasswordVerifiesAndNoOther() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom())) {
            Verifiers verifiers = hashing.hash(RIGHT);

            assertThat(hashing.matches(verifiers, RIGHT)).isTrue();
            assertThat(hashing.matches(verifiers, WRONG)).isFalse();
            assertThat(verifiers.argon2().cost()).isEqualTo(new Argon2Cost(19_456, 2, 1));
            assertThat(verifiers.scram().iterations()).isEqualTo(65_536);
            assertThat(verifiers.scram().salt()).hasSize(16);
        }
    }

    @Test
    @Tag("CRED-1")
    void whatIsStoredIsReadBack() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom())) {
            Verifiers read = Verifiers.decode(hashing.hash(RIGHT).encode()).orElseThrow();

            assertThat(hashing.matches(read, RIGHT)).isTrue();
        }
    }

    @Test
    @Tag("CRED-6")
    void aBrokenValueIsNoPassword() {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom())) {
            byte[] encoded = hashing.hash(RIGHT).encode();

            assertThat(Verifiers.decode(new byte[0])).isEmpty();
            assertThat(Verifiers.decode(new byte[200])).isEmpty();
            for (int length = 0; length < encoded.length; length++) {
                assertThat(Verifiers.decode(Arrays.copyOf(encoded, length))).isEmpty();
            }
            encoded[1] = 0x7F; // memory of the cost
            assertThat(Verifiers.decode(encoded)).isEmpty();
        }
    }

    @Test
    @Tag("AUTH-9")
    void tooManyAtOnceIsATemporaryFailure() throws Exception {
        try (PasswordHashing hashing = new PasswordHashing(new SecureRandom(), 1, 1);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch overloaded = new CountDownLatch(1);
            for (int i = 0; i < 20; i++) {
                callers.submit(() -> {
                    try {
                        hashing.pretend(WRONG);
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
