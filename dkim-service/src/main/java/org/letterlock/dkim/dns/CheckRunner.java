package org.letterlock.dkim.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;

/** Checks by itself what is due, and retires replaced keys. Instances share the work by claiming keys. */
final class CheckRunner {
    private static final int BATCH = 50;

    private final JdbcSigningKeys keys;
    private final DnsChecks checks;
    private final KeyLifecycle lifecycle;
    private final Directory directory;
    private final InstantSource clock;

    CheckRunner(
            JdbcSigningKeys keys, DnsChecks checks, KeyLifecycle lifecycle, Directory directory, InstantSource clock) {
        this.keys = keys;
        this.checks = checks;
        this.lifecycle = lifecycle;
        this.directory = directory;
        this.clock = clock;
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
}
