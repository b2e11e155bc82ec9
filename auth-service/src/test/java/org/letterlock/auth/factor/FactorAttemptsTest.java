package org.letterlock.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("MFA-4")
class FactorAttemptsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void fourWrongCodesDoNotLock() {
        assertThat(failed(FactorAttempts.NONE, 4).isLockedAt(NOW)).isFalse();
    }

    @Test
    void theFifthLocksForFiveMinutes() {
        FactorAttempts locked = failed(FactorAttempts.NONE, 5);

        assertThat(locked.isLockedAt(NOW)).isTrue();
        assertThat(locked.isLockedAt(NOW.plusSeconds(299))).isTrue();
        assertThat(locked.isLockedAt(NOW.plusSeconds(300))).isFalse();
    }

    @Test
    void eachFurtherLockIsTwiceAsLongUpToAnHour() {
        FactorAttempts attempts = FactorAttempts.NONE;
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            attempts = failed(attempts, 5);
            Instant until = attempts.lockedUntil();
            minutes.add(until == null ? 0 : Duration.between(NOW, until).toMinutes());
        }

        assertThat(minutes.subList(0, 6)).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
        assertThat(minutes.getLast()).isEqualTo(60);
    }

    private static FactorAttempts failed(FactorAttempts attempts, int times) {
        FactorAttempts after = attempts;
        for (int i = 0; i < times; i++) {
            after = after.failedAt(NOW);
        }
        return after;
    }
}
