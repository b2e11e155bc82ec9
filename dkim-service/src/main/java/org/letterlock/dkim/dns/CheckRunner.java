package org.letterlock.dkim.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;

/** Checks by itself the records that are due, but for those of a rotation. Instances share the work by claiming keys. */
final class CheckRunner {
    private static final int BATCH = 50;
    private static final Set<KeyState> LOOKED_FOR = Set.of(KeyState.PENDING_DNS, KeyState.ACTIVE);

    private final JdbcSigningKeys keys;
    private final DnsChecks checks;
    private final Directory directory;
    private final InstantSource clock;

    CheckRunner(JdbcSigningKeys keys, DnsChecks checks, Directory directory, InstantSource clock) {
        this.keys = keys;
        this.checks = checks;
        this.directory = directory;
        this.clock = clock;
    }

    /** Does what is due now. */
    void run() {
        Instant now = clock.instant();
        for (SigningKey key : keys.due(LOOKED_FOR, now, BATCH)) {
            if (keys.claim(key, now, CheckSchedule.next(key, now))) {
                directory
                        .findDomain(key.domain())
                        .ifPresent(domain -> checks.check(domain, List.of(key), Actor.SYSTEM));
            }
        }
    }
}
