package org.letterlock.dkim.rotation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.dns.CheckSchedule;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.dns.NameCheck;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.rotation.RotationPlan.Due;
import org.letterlock.dkim.rotation.RotationPlan.Sight;
import org.letterlock.dkim.rotation.RotationPlan.Step;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at DNS for rotations and replaced keys and has done what the plan says. Instances share the work by claims. */
final class RotationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RotationRunner.class);
    private static final int BATCH = 50;

    private final Rotations rotations;
    private final JdbcRotations stored;
    private final JdbcSigningKeys keys;
    private final JdbcDomainSettings settings;
    private final KeyLifecycle lifecycle;
    private final DnsChecks checks;
    private final Directory directory;
    private final InstantSource clock;

    RotationRunner(
            Rotations rotations,
            JdbcRotations stored,
            JdbcSigningKeys keys,
            JdbcDomainSettings settings,
            KeyLifecycle lifecycle,
            DnsChecks checks,
            Directory directory,
            InstantSource clock) {
        this.rotations = rotations;
        this.stored = stored;
        this.keys = keys;
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.checks = checks;
        this.directory = directory;
        this.clock = clock;
    }

    /** Looks after the rotations and replaced keys that are due. */
    void run() {
        Instant now = clock.instant();
        for (Rotation rotation : stored.due(now, BATCH)) {
            directory.findDomain(rotation.domain()).ifPresent(domain -> advance(domain, rotation, now));
        }
        for (SigningKey key : keys.due(Set.of(KeyState.RETIRING), now, BATCH)) {
            if (keys.claim(key, now, CheckSchedule.next(key, now))) {
                directory.findDomain(key.domain()).ifPresent(domain -> retire(domain, key, now));
            }
        }
    }

    /** Reminds of keys that are nearly due, and begins the rotation of those that are. */
    void plan() {
        Instant now = clock.instant();
        for (DomainId id : keys.activeSince(now.minus(RotationPlan.YOUNGEST))) {
            directory.findDomain(id).ifPresent(domain -> plan(domain, now));
        }
    }

    private void advance(DomainRecord domain, Rotation rotation, Instant now) {
        List<SigningKey> all = keys.ofDomain(domain.id());
        List<SigningKey> waiting = all.stream()
                .filter(key ->
                        key.state() == KeyState.PENDING_DNS && key.keySet().equals(rotation.keySet()))
                .toList();
        Instant next = waiting.stream()
                .map(key -> CheckSchedule.next(key, now))
                .findFirst()
                .orElse(now);
        if (!stored.claim(rotation, now, next)) {
            return;
        }
        Sight sight = look(domain, waiting);
        Step step = RotationPlan.next(rotation, all, sight, clock.instant());
        if (rotations.take(domain, settings.read(domain.id()), rotation, step)) {
            switch (step) {
                case Step.Alert _ -> LOG.warn("DKIM: new keys of {} are not in DNS after 30 days", domain.name());
                case Step.Unverified _ -> LOG.warn("DKIM: records of new keys of {} are gone again", domain.name());
                case Step.Wait _, Step.Verified _, Step.SwitchOver _, Step.End _ ->
                    LOG.info("DKIM: rotation of {}: {}", domain.name(), step);
            }
        }
    }

    private Sight look(DomainRecord domain, List<SigningKey> waiting) {
        List<NameCheck> found = checks.check(domain, waiting, Actor.SYSTEM);
        if (!found.isEmpty() && found.stream().allMatch(NameCheck::isSeenEverywhere)) {
            return new Sight.Everywhere(checks.negativeTtl(domain));
        }
        return found.stream().anyMatch(NameCheck::isContradicted) ? new Sight.Contradicted() : new Sight.Unclear();
    }

    private void retire(DomainRecord domain, SigningKey key, Instant now) {
        DomainSettings current = settings.read(domain.id());
        switch (RotationPlan.retirement(key, current, now)) {
            case KEEP -> {}
            case WITHDRAW -> {
                lifecycle.withdraw(domain, key);
                LOG.info("DKIM: the record of {} of {} can be emptied", key.selector(), domain.name());
            }
            case RETIRE_IF_GONE -> {
                List<NameCheck> found = checks.check(domain, List.of(key), Actor.SYSTEM);
                if (!found.isEmpty() && found.stream().allMatch(NameCheck::isGoneEverywhere)) {
                    lifecycle.retire(domain, current, key);
                }
            }
        }
    }

    private void plan(DomainRecord domain, Instant now) {
        DomainSettings current = settings.read(domain.id());
        List<SigningKey> all = keys.ofDomain(domain.id());
        Instant remindedAt = RotationPlan.oldest(all).flatMap(keys::remindedAt).orElse(null);
        switch (RotationPlan.due(current, all, remindedAt, now)) {
            case Due.NotYet _ -> {}
            case Due.Remind(SigningKey key, Instant due) -> lifecycle.remind(domain, key, due);
            case Due.Begin _ -> rotations.createDue(domain, current);
        }
    }
}
