package org.letterlock.dkim.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.DomainSettings;

/**
 * What is to be done next. Pure. For a rotation, the first line that fits:
 *
 * <pre>
 * new set    old set   DNS shows the new set     rotation                          step
 * none left                                                                        End
 * waits      none      everywhere                                                  SwitchOver
 * waits      active    everywhere                not seen before                   Verified(now + negative TTL)
 * waits      active    everywhere                switch time has come              SwitchOver
 * waits                not, or something else    seen before                       Unverified
 * waits                not everywhere            30 days old, nobody told          Alert
 * waits                                                                            Wait
 * </pre>
 */
final class RotationPlan {
    /** After how long without its records a rotation is told of (DKIM-36). */
    static final Duration ALERT_AFTER = Duration.ofDays(30);

    /** How long before an automatic rotation administrators are told (DKIM-36). */
    static final Duration REMINDER = Duration.ofDays(14);

    /** Younger keys are never due: the shortest time between two rotations is 30 days. */
    static final Duration YOUNGEST = Duration.ofDays(16);

    private RotationPlan() {}

    /** What DNS shows of all records of the new set. */
    sealed interface Sight {
        /** All, on every server. */
        record Everywhere(Duration negativeTtl) implements Sight {}

        /** Some server shows something else, or nothing. */
        record Contradicted() implements Sight {}

        /** Some server did not answer, the others show all. */
        record Unclear() implements Sight {}
    }

    /** One step of a rotation. */
    sealed interface Step {
        /** Nothing to do. */
        record Wait() implements Step {}

        /** The new set is seen; it takes over at that time if it still is then. */
        record Verified(Instant switchAt) implements Step {}

        /** The new set is seen no more. */
        record Unverified() implements Step {}

        /** The new set takes over. */
        record SwitchOver() implements Step {}

        /** Administrators are to be told. */
        record Alert() implements Step {}

        /** The new set is gone. */
        record End() implements Step {}
    }

    /** The next step of a rotation; {@code keys} are all of the domain. */
    static Step next(Rotation rotation, List<SigningKey> keys, Sight sight, Instant now) {
        boolean waits = keys.stream()
                .anyMatch(key ->
                        key.state() == KeyState.PENDING_DNS && key.keySet().equals(rotation.keySet()));
        if (!waits) {
            return new Step.End();
        }
        @Nullable Instant switchAt = rotation.switchAt();
        return switch (sight) {
            case Sight.Everywhere _ when oldest(keys).isEmpty() -> new Step.SwitchOver();
            case Sight.Everywhere(Duration negativeTtl)
            when switchAt == null -> new Step.Verified(now.plus(negativeTtl));
            case Sight.Everywhere _ -> now.isBefore(switchAt) ? new Step.Wait() : new Step.SwitchOver();
            case Sight.Contradicted _ when switchAt != null -> new Step.Unverified();
            case Sight.Contradicted _, Sight.Unclear _ ->
                !rotation.alerted() && !now.isBefore(rotation.startedAt().plus(ALERT_AFTER))
                        ? new Step.Alert()
                        : new Step.Wait();
        };
    }

    /** What is to be done about the age of a domain's keys. */
    sealed interface Due {
        /** Nothing yet. */
        record NotYet() implements Due {}

        /** Administrators are to be told that the keys of this one's age will be replaced. */
        record Remind(SigningKey key, Instant due) implements Due {}

        /** A rotation is to begin. */
        record Begin() implements Due {}
    }

    /** The key by which the age of a domain's keys is told: the one that has been active longest. */
    static Optional<SigningKey> oldest(List<SigningKey> keys) {
        return keys.stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .min(Comparator.comparing(SigningKey::stateChangedAt).thenComparing(SigningKey::id));
    }

    /**
     * Whether keys are due (DKIM-36). Nobody is taken by surprise: between the reminder and the rotation there are always 14 days.
     *
     * @param keys all of the domain
     * @param remindedAt when administrators were told about {@link #oldest}; null for not yet
     */
    static Due due(DomainSettings settings, List<SigningKey> keys, @Nullable Instant remindedAt, Instant now) {
        Optional<SigningKey> oldest = oldest(keys);
        boolean waits = keys.stream().anyMatch(key -> key.state() == KeyState.PENDING_DNS);
        if (oldest.isEmpty() || waits || settings.rotateEvery().isZero() || !settings.wantsSigning(true)) {
            return new Due.NotYet();
        }
        Instant due = oldest.get().stateChangedAt().plus(settings.rotateEvery());
        if (remindedAt == null) {
            Instant begin = due.isBefore(now.plus(REMINDER)) ? now.plus(REMINDER) : due;
            return now.isBefore(due.minus(REMINDER)) ? new Due.NotYet() : new Due.Remind(oldest.get(), begin);
        }
        boolean ripe = !now.isBefore(due) && !now.isBefore(remindedAt.plus(REMINDER));
        return ripe ? new Due.Begin() : new Due.NotYet();
    }

    /** What is to be done about a replaced key (DKIM-35). */
    enum Retirement {
        /** Its record is still needed, or still there. */
        KEEP,
        /** Its record is needed no more. */
        WITHDRAW,
        /** Its record was to be emptied; if it is, the key retires. */
        RETIRE_IF_GONE
    }

    /** The next step for a key in state {@code RETIRING}. */
    static Retirement retirement(SigningKey key, DomainSettings settings, Instant now) {
        if (key.withdrawn()) {
            return Retirement.RETIRE_IF_GONE;
        }
        return now.isBefore(key.stateChangedAt().plus(settings.recordNeededFor()))
                ? Retirement.KEEP
                : Retirement.WITHDRAW;
    }
}
