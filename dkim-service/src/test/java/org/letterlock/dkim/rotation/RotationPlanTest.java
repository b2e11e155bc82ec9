package org.letterlock.dkim.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.rotation.RotationPlan.Due;
import org.letterlock.dkim.rotation.RotationPlan.Retirement;
import org.letterlock.dkim.rotation.RotationPlan.Sight;
import org.letterlock.dkim.rotation.RotationPlan.Step;
import org.letterlock.dkim.setting.DomainSettings;

/** The decisions of rotation, without clock, database or DNS. */
class RotationPlanTest {
    private static final DomainId DOMAIN = new DomainId(UUID.randomUUID());
    private static final UUID NEW_SET = UUID.randomUUID();
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Sight EVERYWHERE = new Sight.Everywhere(TTL);
    private static final Step WAIT = new Step.Wait();
    private static final DomainSettings DEFAULTS = DomainSettings.of(DOMAIN);

    private static SigningKey key(UUID keySet, KeyState state, boolean withdrawn) {
        return new SigningKey(
                UUID.randomUUID(),
                DOMAIN,
                keySet,
                new Selector("mail-202603-r"),
                Algorithm.RSA_SHA256,
                2048,
                state,
                Octets.wrap(new byte[1]),
                false,
                START,
                START,
                1,
                withdrawn,
                false);
    }

    private static final SigningKey OLD = key(UUID.randomUUID(), KeyState.ACTIVE, false);
    private static final List<SigningKey> BOTH = List.of(OLD, key(NEW_SET, KeyState.PENDING_DNS, false));

    private static Rotation rotation(@Nullable Instant switchAt, boolean alerted) {
        return new Rotation(DOMAIN, NEW_SET, false, START, switchAt, alerted);
    }

    private static Step next(@Nullable Instant switchAt, Sight sight, Instant now) {
        return RotationPlan.next(rotation(switchAt, false), BOTH, sight, now);
    }

    @Test
    @Tag("DKIM-34")
    void theNewSetTakesOverOnceNobodyCanRememberThatItWasNotThere() {
        Instant ripe = START.plus(TTL);

        assertThat(next(null, new Sight.Contradicted(), START)).isEqualTo(WAIT);
        assertThat(next(null, EVERYWHERE, START)).isEqualTo(new Step.Verified(ripe));
        assertThat(next(ripe, EVERYWHERE, ripe.minusMillis(1))).isEqualTo(WAIT);
        assertThat(next(ripe, EVERYWHERE, ripe)).isEqualTo(new Step.SwitchOver());
    }

    @Test
    @Tag("DKIM-34")
    void aRecordThatVanishesLetsTheWaitBeginAnewAndASilentServerHoldsItUp() {
        Instant ripe = START.plus(TTL);

        assertThat(next(ripe, new Sight.Contradicted(), ripe)).isEqualTo(new Step.Unverified());
        assertThat(next(ripe, new Sight.Unclear(), ripe)).isEqualTo(WAIT);
    }

    @Test
    @Tag("DKIM-38")
    void withoutAnActiveKeyTheNewSetTakesOverAsSoonAsItIsSeen() {
        List<SigningKey> revoked =
                List.of(key(UUID.randomUUID(), KeyState.REVOKED, false), key(NEW_SET, KeyState.PENDING_DNS, false));

        assertThat(RotationPlan.next(rotation(null, false), revoked, EVERYWHERE, START))
                .isEqualTo(new Step.SwitchOver());
    }

    @Test
    @Tag("DKIM-37")
    void aRotationEndsWithItsKeys() {
        List<SigningKey> gone = List.of(OLD, key(UUID.randomUUID(), KeyState.PENDING_DNS, false));

        assertThat(RotationPlan.next(rotation(null, false), gone, EVERYWHERE, START))
                .isEqualTo(new Step.End());
    }

    @Test
    @Tag("DKIM-36")
    void administratorsAreToldOnceOfRecordsThatDoNotCome() {
        Instant late = START.plus(RotationPlan.ALERT_AFTER);

        assertThat(next(null, new Sight.Contradicted(), late.minusMillis(1))).isEqualTo(WAIT);
        assertThat(next(null, new Sight.Contradicted(), late)).isEqualTo(new Step.Alert());
        assertThat(next(null, new Sight.Unclear(), late)).isEqualTo(new Step.Alert());
        assertThat(RotationPlan.next(rotation(null, true), BOTH, new Sight.Contradicted(), late))
                .isEqualTo(WAIT);
        assertThat(next(null, EVERYWHERE, late)).isInstanceOf(Step.Verified.class);
    }

    @Test
    @Tag("DKIM-36")
    void keysAreReplacedWhenTheyAreDueAndNeverWithoutAReminder() {
        List<SigningKey> keys = List.of(OLD);
        Instant due = START.plus(DEFAULTS.rotateEvery());
        Instant remind = due.minus(RotationPlan.REMINDER);

        assertThat(RotationPlan.due(DEFAULTS, keys, null, remind.minusMillis(1)))
                .isEqualTo(new Due.NotYet());
        assertThat(RotationPlan.due(DEFAULTS, keys, null, remind)).isEqualTo(new Due.Remind(OLD, due));
        assertThat(RotationPlan.due(DEFAULTS, keys, remind, due.minusMillis(1))).isEqualTo(new Due.NotYet());
        assertThat(RotationPlan.due(DEFAULTS, keys, remind, due)).isEqualTo(new Due.Begin());
        assertThat(RotationPlan.due(DEFAULTS, keys, null, due))
                .isEqualTo(new Due.Remind(OLD, due.plus(RotationPlan.REMINDER)));
        assertThat(RotationPlan.due(DEFAULTS, keys, due, due.plusSeconds(1))).isEqualTo(new Due.NotYet());
        assertThat(RotationPlan.due(DEFAULTS, BOTH, remind, due)).isEqualTo(new Due.NotYet());
        assertThat(RotationPlan.due(settings(false, 180, 7), keys, remind, due)).isEqualTo(new Due.NotYet());
        assertThat(RotationPlan.due(settings(null, 0, 7), keys, remind, due)).isEqualTo(new Due.NotYet());
    }

    @Test
    @Tag("DKIM-35")
    void theRecordStaysAsLongAsSignaturesMayNeedIt() {
        SigningKey replaced = key(UUID.randomUUID(), KeyState.RETIRING, false);
        Instant enough = START.plus(Duration.ofDays(14));

        assertThat(RotationPlan.retirement(replaced, DEFAULTS, enough.minusMillis(1)))
                .isEqualTo(Retirement.KEEP);
        assertThat(RotationPlan.retirement(replaced, DEFAULTS, enough)).isEqualTo(Retirement.WITHDRAW);
        assertThat(RotationPlan.retirement(replaced, settings(null, 180, 30), START.plus(Duration.ofDays(34))))
                .isEqualTo(Retirement.KEEP);
        assertThat(RotationPlan.retirement(
                        key(UUID.randomUUID(), KeyState.RETIRING, true), DEFAULTS, START.plus(Duration.ofDays(14))))
                .isEqualTo(Retirement.RETIRE_IF_GONE);
    }

    private static DomainSettings settings(@Nullable Boolean signing, int rotateEvery, int lifetime) {
        return new DomainSettings(
                DOMAIN,
                1,
                signing,
                false,
                true,
                false,
                "mail",
                2048,
                Duration.ofDays(lifetime),
                false,
                Duration.ofDays(rotateEvery),
                Duration.ofDays(14),
                false);
    }
}
