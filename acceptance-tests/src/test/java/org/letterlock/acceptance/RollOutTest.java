package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Policy changes while others log in: the reply to a change means that the new rule decides. More of both with
 * {@code -Dletterlock.changes=1000 -Dletterlock.login-rate=200}, which a machine needs some processors for.
 */
class RollOutTest {
    private static final int CHANGES = Integer.getInteger("letterlock.changes", 20);
    private static final int LOGINS_PER_SECOND = Integer.getInteger("letterlock.login-rate", 20);
    private static final int CLIENTS = 3 + LOGINS_PER_SECOND / 10;
    private static final int USERS = 4;
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10); // of which LIVE may be exceeded once in a hundred
    private static final long PAUSE_NANOS = 5_000_000;
    private static final String SERVICE = "/api/v1/services/smtp";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("CFG-1")
    @Tag("CFG-3")
    void aChangeDecidesWithinASecondOfItsReplyWhileOthersLogIn(TestReporter reporter) throws Exception {
        String nobody = rest.create(
                        "/api/v1/ip-groups", "{\"name\":\"Nobody " + System.nanoTime() + "\",\"entries\":[]}")
                .path("id")
                .asString();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger logins = new AtomicInteger();
        List<Duration> delays = new ArrayList<>();
        Instant start = Instant.now();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int i = 1; i <= CLIENTS; i++) {
                String user = suite.user(1 + i % USERS);
                load.add(CompletableFuture.runAsync(() -> logIn(user, start, done, logins), clients));
            }
            try {
                for (int i = 0; i < CHANGES; i++) {
                    boolean closes = i % 2 == 0;
                    rest.patch(SERVICE, "{\"allowedGroup\":" + (closes ? "\"" + nobody + "\"" : "null") + "}");
                    Instant replied = Instant.now();
                    Eventually.within(PATIENCE, () -> greeting().startsWith(closes ? "554" : "220"));
                    delays.add(Duration.between(replied, Instant.now()));
                }
            } finally {
                done.set(true);
                rest.patch(SERVICE, "{\"allowedGroup\":null}");
            }
            load.forEach(CompletableFuture::join);
        } finally {
            rest.delete("/api/v1/ip-groups/" + nobody);
        }

        Collections.sort(delays);
        Duration ninetyNinth = delays.get((int) Math.ceil(0.99 * CHANGES) - 1);
        long perMinute = logins.get()
                * 60L
                / Math.max(1, Duration.between(start, Instant.now()).toSeconds());
        reporter.publishEntry(
                "roll-out",
                "99 of 100 changes decide within " + ninetyNinth + ", all within " + delays.getLast() + "; " + logins
                        + " logins, " + perMinute + " a minute");
        assertThat(logins).hasPositiveValue();
        assertThat(ninetyNinth).isLessThan(LIVE);
    }

    private void logIn(String user, Instant start, AtomicBoolean done, AtomicInteger logins) {
        while (!done.get()) {
            Duration due = Duration.ofSeconds(1).multipliedBy(logins.get()).dividedBy(LOGINS_PER_SECOND);
            if (Duration.between(start, Instant.now()).compareTo(due) < 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
                assertThat(client.logInToSubmission(user, suite.password())).startsWith("235");
                logins.incrementAndGet();
            } catch (Exception e) {
                throw new AssertionError(user, e);
            }
        }
    }

    private String greeting() throws Exception {
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            return client.line();
        }
    }
}
