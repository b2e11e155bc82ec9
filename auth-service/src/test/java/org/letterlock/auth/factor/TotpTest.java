package org.letterlock.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("MFA-1")
class TotpTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109);
    private static final long NEVER = -1;
    private final Totp totp = Totp.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    /** The last six of the eight digits in RFC 6238 appendix B. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codesAreThoseOfTheStandard(long epochSecond, String code) {
        assertThat(totp.code(Totp.stepAt(Instant.ofEpochSecond(epochSecond)))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aClockMayBeOffByOneStep(int steps) {
        long step = Totp.stepAt(NOW) + steps;

        assertThat(totp.stepOf(totp.code(step), NOW, NEVER)).hasValue(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void aClockMayNotBeOffByTwo(int steps) {
        assertThat(totp.stepOf(totp.code(Totp.stepAt(NOW) + steps), NOW, NEVER)).isEmpty();
    }

    @Test
    void aCodeWorksOnceAndSoDoesAnOlderOne() {
        long step = Totp.stepAt(NOW);

        assertThat(totp.stepOf(totp.code(step), NOW, step)).isEmpty();
        assertThat(totp.stepOf(totp.code(step - 1), NOW, step)).isEmpty();
        assertThat(totp.stepOf(totp.code(step + 1), NOW, step)).hasValue(step + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "81804", "0081804", "08180a", "٠٨١٨٠٤", "081 804"})
    void whatIsNotSixDigitsIsNoCode(String text) {
        assertThat(totp.stepOf(text, NOW, NEVER)).isEmpty();
    }

    @Test
    void theSecretIsShownInBase32() {
        assertThat(totp.reveal()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(Totp.random(new SecureRandom()).reveal()).hasSize(32);
        assertThat(totp.toString()).doesNotContain("GEZ");
    }
}
