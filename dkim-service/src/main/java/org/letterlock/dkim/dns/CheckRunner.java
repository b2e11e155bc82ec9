package org.letterlock.dkim.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Checks by itself what is due, and retires replaced keys. Instances share the work by claiming keys. */
final class CheckRunner implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRunner.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int BATCH = 50;

    private final JdbcSigningKeys keys;
    private final DnsChecks checks;
    private final KeyLifecycle lifecycle;
    private final Directory directory;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService thread; // owned by Spring's lifecycle

    CheckRunner(
            JdbcSigningKeys keys, DnsChecks checks, KeyLifecycle lifecycle, Directory directory, InstantSource clock) {
        this.keys = keys;
        this.checks = checks;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("dkim-checks").daemon().factory());
        var _ = started.scheduleWithFixedDelay(
                this::runSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Does what is due now. */
    void run() {
        Instant now = clock.instant();
        for (SigningKey key : keys.due(now, BATCH)) {
            if (keys.claim(key, now, CheckSchedule.next(key, now))) {
                directory.findDomain(key.domain()).ifPresent(domain -> {
                    if (key.state() == KeyState.RETIRING) {
                        lifecycle.retireIfDue(domain, key);
                    } else {
                        checks.check(domain, List.of(key), Actor.SYSTEM);
                    }
                });
            }
        }
    }

    private void runSafely() {
        try {
            run();
        } catch (RuntimeException e) { // the edge of a job: the next run tries again
            LOG.warn("the check of DKIM records failed and will be tried again", e);
        }
    }
}
