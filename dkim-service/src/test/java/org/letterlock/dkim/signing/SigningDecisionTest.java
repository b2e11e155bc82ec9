package org.letterlock.dkim.signing;

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
import org.letterlock.contracts.dkim.SignReply.Reason;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.signing.SigningDecision.Leave;
import org.letterlock.dkim.signing.SigningDecision.Sign;

@Tag("DKIM-18")
class SigningDecisionTest {
    private static final DomainId DOMAIN = new DomainId(UUID.randomUUID());
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-08-01T00:00:00Z");

    private static SigningKey key(String selector, Algorithm algorithm, KeyState state, Instant made, boolean missing) {
        return new SigningKey(
                UUID.randomUUID(),
                DOMAIN,
                UUID.randomUUID(),
                new Selector(selector),
                algorithm,
                2048,
                state,
                Octets.wrap(new byte[1]),
                missing,
                made,
                made,
                1,
                false,
                false);
    }

    private static SigningKey rsa(KeyState state) {
        return key("r", Algorithm.RSA_SHA256, state, OLD, false);
    }

    private static SigningKey ed25519(KeyState state) {
        return key("e", Algorithm.ED25519_SHA256, state, OLD, false);
    }

    private static DomainSettings settings(@Nullable Boolean signing, boolean forced, boolean ed25519, boolean stop) {
        return new DomainSettings(
                DOMAIN,
                1,
                signing,
                forced,
                ed25519,
                false,
                "mail",
                2048,
                Duration.ofDays(7),
                stop,
                Duration.ZERO,
                Duration.ofDays(14),
                false);
    }

    private static SigningDecision judge(DomainSettings settings, SigningKey... keys) {
        return SigningDecision.judge(settings, List.of(keys));
    }

    @Test
    void withoutKeysNothingIsSigned() {
        assertThat(judge(DomainSettings.of(DOMAIN))).isEqualTo(new Leave(Reason.NO_KEYS));
        assertThat(judge(settings(true, true, true, false), rsa(KeyState.REVOKED), rsa(KeyState.RETIRED)))
                .isEqualTo(new Leave(Reason.NO_KEYS));
    }

    @Test
    void theSwitchIsOnOnceThereAreKeys() {
        SigningKey rsa = rsa(KeyState.ACTIVE);

        assertThat(judge(DomainSettings.of(DOMAIN), rsa)).isEqualTo(new Sign(List.of(rsa)));
        assertThat(judge(settings(false, true, true, false), rsa)).isEqualTo(new Leave(Reason.SWITCHED_OFF));
    }

    @Test
    void keysWaitForTheirRecordsUnlessForced() {
        SigningKey rsa = rsa(KeyState.PENDING_DNS);
        SigningKey ed25519 = ed25519(KeyState.PENDING_DNS);

        assertThat(judge(settings(true, false, true, false), rsa, ed25519)).isEqualTo(new Leave(Reason.PENDING_DNS));
        assertThat(judge(settings(true, true, true, false), rsa, ed25519)).isEqualTo(new Sign(List.of(ed25519, rsa)));
    }

    @Test
    @Tag("DKIM-3")
    void ed25519IsFirstAndCanBeSwitchedOff() {
        SigningKey rsa = rsa(KeyState.ACTIVE);
        SigningKey ed25519 = ed25519(KeyState.ACTIVE);

        assertThat(judge(settings(true, false, true, false), rsa, ed25519)).isEqualTo(new Sign(List.of(ed25519, rsa)));
        assertThat(judge(settings(true, false, false, false), rsa, ed25519)).isEqualTo(new Sign(List.of(rsa)));
    }

    @Test
    @Tag("DKIM-9")
    void anActiveKeySignsUntilItsReplacementIsActive() {
        SigningKey old = rsa(KeyState.ACTIVE);
        SigningKey waiting = key("r2", Algorithm.RSA_SHA256, KeyState.PENDING_DNS, NEW, false);
        SigningKey active = key("r2", Algorithm.RSA_SHA256, KeyState.ACTIVE, NEW, false);

        assertThat(judge(settings(true, true, true, false), old, waiting)).isEqualTo(new Sign(List.of(old)));
        assertThat(judge(settings(true, false, true, false), old, active)).isEqualTo(new Sign(List.of(active)));
        assertThat(judge(settings(true, false, true, false), rsa(KeyState.REVOKED), waiting))
                .isEqualTo(new Leave(Reason.PENDING_DNS));
    }

    @Test
    @Tag("DKIM-15")
    void aVanishedRecordStopsSigningOnlyWhereThatIsSet() {
        SigningKey gone = key("r", Algorithm.RSA_SHA256, KeyState.ACTIVE, OLD, true);

        assertThat(judge(settings(true, false, true, false), gone)).isEqualTo(new Sign(List.of(gone)));
        assertThat(judge(settings(true, false, true, true), gone)).isEqualTo(new Leave(Reason.PENDING_DNS));
    }
}
