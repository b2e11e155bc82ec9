package org.letterlock.dkim.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decision for each domain, read from the database at most twice a second, so that a change holds in all instances within
 * a second (CFG-1) and a burst of mail costs no burst of queries. While the database is away, the last decision goes on
 * holding for ten minutes. Safe for use by any thread.
 */
public final class SigningDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(SigningDecisions.class);
    private static final Duration FRESH = Duration.ofMillis(500);
    private static final Duration USABLE = Duration.ofMinutes(10);
    private static final int MOST = 100_000;

    private final JdbcDomainSettings settings;
    private final JdbcSigningKeys keys;
    private final InstantSource clock;
    private final Map<DomainId, Known> known = new ConcurrentHashMap<>();

    public SigningDecisions(JdbcDomainSettings settings, JdbcSigningKeys keys, InstantSource clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** A decision and when it was read. */
    public record Known(SigningDecision decision, DomainSettings settings, Instant readAt) {}

    /** The decision that holds now. */
    public Known of(DomainId domain) {
        Instant now = clock.instant();
        Known last = known.get(domain);
        if (last != null && now.isBefore(last.readAt().plus(FRESH))) {
            return last;
        }
        try {
            DomainSettings current = settings.read(domain);
            Known read = new Known(SigningDecision.judge(current, keys.ofDomain(domain)), current, now);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(domain, read);
            return read;
        } catch (RuntimeException failure) {
            if (last != null
                    && Failures.categoryOf(failure) == FailureCategory.RESOURCE
                    && now.isBefore(last.readAt().plus(USABLE))) {
                LOG.warn("the keys of a domain cannot be read now, those known are used: {}", failure.toString());
                return last;
            }
            throw failure;
        }
    }
}
