package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.testkit.MutableClock;

@Tag("DIR-5")
class CircuitBreakerTest {
    private final MutableClock clock = MutableClock.at("2026-11-24T18:00:00Z");
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(30), clock);

    @Test
    void whoAnswersIsAskedAgain() {
        assertThat(breaker.admits()).isTrue();
        breaker.succeeded();

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void whoDoesNotAnswerIsLeftAloneForThirtySeconds() {
        breaker.failed();

        clock.advance(Duration.ofMillis(29_999));
        assertThat(breaker.admits()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void afterThePauseOneTriesAndTheOthersWaitForWhatComesOfIt() {
        breaker.failed();
        clock.advance(Duration.ofSeconds(30));

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isFalse();
        breaker.succeeded();
        assertThat(breaker.admits()).isTrue();
    }
}
