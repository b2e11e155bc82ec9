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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Policy changes while others log in: the reply to a change means that the new rule decides. */
class RollOutTest {
    private static final int CHANGES = 20;
    private static final int CLIENTS = 3;
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String SERVICE = "/api/v1/services/smtp";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("CFG-1")
    @Tag("CFG-3")
    void aChangeDecidesWithinASecondOfItsReplyWhileOthersLogIn() throws Exception {
        String nobody = rest.create(
                        "/api/v1/ip-groups", "{\"name\":\"Nobody " + System.nanoTime() + "\",\"entries\":[]}")
                .path("id")
                .asString();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger logins = new AtomicInteger();
        List<Duration> delays = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int i = 1; i <= CLIENTS; i++) {
                String user = suite.user(i);
                load.add(CompletableFuture.runAsync(() -> logIn(user, done, logins), clients));
            }
            try {
                for (int i = 0; i < CHANGES; i++) {
                    boolean closes = i % 2 == 0;
                    rest.patch(SERVICE, "{\"allowedGroup\":" + (closes ? "\"" + nobody + "\"" : "null") + "}");
                    Instant replied = Instant.now();
                    Eventually.within(LIVE, () -> greeting().startsWith(closes ? "554" : "220"));
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

        assertThat(logins).hasPositiveValue();
        assertThat(Collections.max(delays)).isLessThan(LIVE);
    }

    private void logIn(String user, AtomicBoolean done, AtomicInteger logins) {
        while (!done.get()) {
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
