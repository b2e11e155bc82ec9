package org.letterlock.service.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.letterlock.service.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that polls one consumer until it is stopped, and closes it. Trouble with the broker is waited out. */
final class PollingThread {
    private static final Logger LOG = LoggerFactory.getLogger(PollingThread.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long STOP_SECONDS = 10;
    private static final long WAIT_MILLIS = 500;

    private final Consumer<String, byte[]> consumer;
    private final Pace pace;
    private final Work work;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param spacing one of {@link Pace} */
    PollingThread(String name, Consumer<String, byte[]> consumer, Duration spacing, Work work) {
        this.consumer = consumer;
        pace = new Pace(spacing, System::nanoTime);
        this.work = work;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the work that is being done, and the thread. */
    void stop() {
        stopping.countDown();
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(STOP_SECONDS));
            if (thread.isAlive()) {
                LOG.warn("{} is still at work and is interrupted", thread.getName());
                thread.interrupt();
                thread.join(Duration.ofSeconds(STOP_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, but not longer than until the thread is to stop. */
    void pause(long millis) {
        pauseNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void pauseNanos(long nanos) {
        try {
            boolean _ = stopping.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                step();
            }
        } finally {
            close();
        }
    }

    private void step() {
        try {
            pauseNanos(pace.remaining());
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                pace.begin();
                work.handle(records);
            }
            work.polled();
        } catch (WakeupException e) {
            // only stop() wakes the consumer up
        } catch (RuntimeException e) { // the edge of the consumer: it must go on
            LOG.warn("{} goes on after a failure of category {}", thread.getName(), Failures.categoryOf(e), e);
            pause(WAIT_MILLIS);
        }
    }

    private void close() {
        try {
            consumer.close();
        } catch (RuntimeException e) { // nothing is left to do with it
            LOG.debug("{} did not close in order", thread.getName(), e);
        }
    }

    /** What is done with the records of one poll, on the polling thread. */
    @FunctionalInterface
    interface Work {
        void handle(ConsumerRecords<String, byte[]> records);

        /** Called after each poll, at least every second. */
        default void polled() {}
    }
}
