package org.letterlock.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final Pace pace = new Pace(Duration.ofNanos(20), now::get);

    @Test
    void theFirstWorkBeginsAtOnce() {
        assertThat(pace.remaining()).isLessThanOrEqualTo(0);
    }

    @Test
    void workThatFollowsWaitsForTheRestOfTheSpacing() {
        pace.begin();
        now.addAndGet(15);
        assertThat(pace.remaining()).isEqualTo(5);
        now.addAndGet(5);
        assertThat(pace.remaining()).isLessThanOrEqualTo(0);
    }

    @Test
    void aRecordThatComesAloneLaterIsNotHeldUp() {
        pace.begin();
        now.addAndGet(1_000_000);
        assertThat(pace.remaining()).isLessThanOrEqualTo(0);
        pace.begin();
        assertThat(pace.remaining()).isEqualTo(20);
    }
}
