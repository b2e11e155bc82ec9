package org.letterlock.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;

@Tag("APP-1")
class AppPasswordSecretTest {
    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());
    private final AppPasswordSecret secret = AppPasswordSecret.random(new SecureRandom());

    @Test
    void itIs120BitsInGroupsOfFour() {
        assertThat(secret.reveal()).matches("([a-z2-7]{4}-){5}[a-z2-7]{4}");
        assertThat(secret.reveal())
                .isNotEqualTo(AppPasswordSecret.random(new SecureRandom()).reveal());
    }

    @Test
    void hyphensSpacesAndCaseDoNotMatter() {
        for (String typed : new String[] {
            secret.reveal(),
            secret.reveal().replace("-", ""),
            secret.reveal().replace("-", " "),
            secret.reveal().toUpperCase(Locale.ROOT)
        }) {
            assertThat(AppPasswordSecret.parse(password(typed)))
                    .hasValueSatisfying(
                            parsed -> assertThat(parsed.digest(ACCOUNT)).isEqualTo(secret.digest(ACCOUNT)));
        }
    }

    @Test
    void itsDigestIsGoodForOneAccountOnly() {
        assertThat(secret.digest(ACCOUNT)).isNotEqualTo(secret.digest(new AccountId(UUID.randomUUID())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcd-efgh-ijkl-mnop-qrst-uvw",
                "abcd-efgh-ijkl-mnop-qrst-uvwxy",
                "abcd-efgh-ijkl-mnop-qrst-uvw1",
                "correct horse battery staple"
            })
    void whatHasAnotherFormIsNone(String typed) {
        assertThat(AppPasswordSecret.parse(password(typed))).isEmpty();
    }

    @Test
    void aLongTextIsNotLookedAt() {
        assertThat(AppPasswordSecret.parse(password("-".repeat(100) + secret.reveal())))
                .isEmpty();
    }

    private static Password password(String text) {
        return ((Parsed<Password>) Password.parse(text)).value();
    }
}
