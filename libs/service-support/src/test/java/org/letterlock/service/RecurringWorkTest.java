package org.letterlock.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RecurringWorkTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void aRoundThatFailsDoesNotEndTheWork() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        RecurringWork work = new RecurringWork("failing", SOON, SOON, () -> {
            rounds.countDown();
            throw new IllegalStateException("always");
        });

        work.start();

        assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
        work.stop();
    }

    @Test
    void stoppingInterruptsTheRoundUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        RecurringWork work = new RecurringWork("long", SOON, SOON, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        work.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        work.stop();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(work.isRunning()).isFalse();
    }
}
