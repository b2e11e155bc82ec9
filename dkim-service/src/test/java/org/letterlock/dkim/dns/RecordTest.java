package org.letterlock.dkim.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.mailsyntax.address.Domain;

class RecordTest {
    private static final Instant MADE = Instant.parse("2026-08-03T09:00:00Z");
    private static final Domain NAME = new Domain("example.org");
    private static final SigningCrypto CRYPTO = SigningCrypto.ofJdk();
    private static final PublicKey RSA =
            CRYPTO.generate(Algorithm.RSA_SHA256, 4096).getPublic();
    private static final PublicKey ED25519 =
            CRYPTO.generate(Algorithm.ED25519_SHA256, 256).getPublic();

    private static SigningKey key(Algorithm algorithm, KeyState state) {
        PublicKey key = algorithm == Algorithm.RSA_SHA256 ? RSA : ED25519;
        return new SigningKey(
                UUID.randomUUID(),
                new DomainId(UUID.randomUUID()),
                UUID.randomUUID(),
                new Selector("mail-202608-r"),
                algorithm,
                4096,
                state,
                Octets.wrap(SigningCrypto.published(algorithm, key)),
                false,
                MADE,
                MADE,
                1,
                false,
                false);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("DKIM-11")
    @Tag("DKIM-12")
    void allFormsJoinToTheKey(Algorithm algorithm) {
        KeyRecord record = KeyRecord.of(key(algorithm, KeyState.ACTIVE), NAME, false);

        String joined = String.join("", record.strings());
        StringBuilder fromZone = new StringBuilder();
        Matcher quoted = Pattern.compile("\"([^\"]*)\"").matcher(record.zoneLine());
        while (quoted.find()) {
            fromZone.append(quoted.group(1));
        }

        assertThat(record.strings()).allMatch(string -> string.length() <= 255);
        assertThat(joined).isEqualTo(record.value());
        assertThat(fromZone).hasToString(record.value());
        byte[] published = Base64.getDecoder().decode(joined.substring(joined.indexOf("p=") + 2));
        PublicKey key = CRYPTO.publicKey(algorithm, published).orElseThrow();
        assertThat(key).isEqualTo(algorithm == Algorithm.RSA_SHA256 ? RSA : ED25519);
        assertThat(record.zoneLine()).startsWith("mail-202608-r._domainkey.example.org. 3600 IN TXT \"v=DKIM1; k=");
    }

    @Test
    @Tag("DKIM-11")
    void valuesHaveTheAgreedTags() {
        assertThat(KeyRecord.of(key(Algorithm.RSA_SHA256, KeyState.ACTIVE), NAME, false)
                        .value())
                .startsWith("v=DKIM1; k=rsa; h=sha256; p=MII");
        assertThat(KeyRecord.of(key(Algorithm.ED25519_SHA256, KeyState.ACTIVE), NAME, true)
                        .value())
                .matches("v=DKIM1; k=ed25519; t=y; p=[A-Za-z0-9+/]{43}=");
        assertThat(KeyRecord.of(key(Algorithm.RSA_SHA256, KeyState.REVOKED), NAME, false)
                        .value())
                .isEqualTo("v=DKIM1; k=rsa; h=sha256; p=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=rsa; h=sha256; p=KEY|OK",
                "p=KEY|OK",
                "v = DKIM1 ; p = KEY ;|OK",
                "v=DKIM1; k=rsa; t=y:s; n=note; s=email; h=sha1:sha256; p=KEY|OK",
                "v=DKIM1; p=|REVOKED",
                "v=DKIM1; k=rsa|MISMATCH",
                "v=DKIM1; k=rsa; p=OTHER|MISMATCH",
                "v=DKIM1; k=ed25519; p=KEY|MISMATCH",
                "v=DKIM1; h=sha1; p=KEY|MISMATCH",
                "v=DKIM1; s=tlsrpt; p=KEY|MISMATCH",
                "v=DKIM2; p=KEY|MISMATCH",
                "k=rsa; v=DKIM1; p=KEY|MISMATCH",
                "v=DKIM1; p=KEY; p=KEY|MISMATCH",
                "\"v=DKIM1; p=KEY\"|MISMATCH",
                "nonsense|MISMATCH",
            })
    @Tag("DKIM-13")
    void aRecordIsComparedAsAVerifierReadsIt(String found, RecordState state) {
        SigningKey key = key(Algorithm.RSA_SHA256, KeyState.ACTIVE);
        String value = found.replace(
                "KEY", Base64.getEncoder().encodeToString(key.publicKey().view()));

        RecordJudge.Verdict verdict = RecordJudge.judge(key, new TxtAnswer.Found(List.of(value)));

        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.value()).isEqualTo(value);
        assertThat(verdict.difference() == null).isEqualTo(state == RecordState.OK);
    }

    @Test
    @Tag("DKIM-13")
    void otherAnswersAreToldApart() {
        SigningKey key = key(Algorithm.RSA_SHA256, KeyState.ACTIVE);

        assertThat(List.of(
                                new TxtAnswer.Absent(),
                                new TxtAnswer.DanglingAlias("x.example"),
                                new TxtAnswer.Failed("SERVFAIL"),
                                new TxtAnswer.Found(List.of("a", "b")))
                        .stream()
                        .map(answer -> RecordJudge.judge(key, answer).state()))
                .containsExactly(
                        RecordState.MISSING, RecordState.CNAME_BROKEN, RecordState.DNS_ERROR, RecordState.MULTIPLE);
    }

    @Test
    @Tag("DKIM-13")
    void theDifferenceSaysWhere() {
        SigningKey key = key(Algorithm.RSA_SHA256, KeyState.ACTIVE);
        String published = Base64.getEncoder().encodeToString(key.publicKey().view());
        String cut = "v=DKIM1; p=" + published.substring(0, 200);

        assertThat(RecordJudge.judge(key, new TxtAnswer.Found(List.of(cut))).difference())
                .isEqualTo(published.length() - 200 + " of " + published.length()
                        + " characters of p= are missing after character 200: a piece was lost in a split");
    }

    @Test
    @Tag("DKIM-14")
    void typicalMistakesAreNamed() {
        SigningKey key = key(Algorithm.RSA_SHA256, KeyState.ACTIVE);
        String published = Base64.getEncoder().encodeToString(key.publicKey().view());

        assertThat(differenceOf(
                        key, "\"v=DKIM1; p=" + published.substring(0, 200) + "\" \"" + published.substring(200) + "\""))
                .isEqualTo("the value has quotes inside, which belong into zone files only");
        assertThat(differenceOf(key, "v=DKIM1; p=" + published.substring(0, 200) + published.substring(300)))
                .endsWith("characters of p= are missing after character 200: a piece was lost in a split");
        assertThat(differenceOf(key, "v=DKIM1; p=A" + published.substring(1)))
                .isEqualTo("p= differs from the key at character 1 of " + published.length());
    }

    private static String differenceOf(SigningKey key, String value) {
        return Objects.requireNonNull(
                RecordJudge.judge(key, new TxtAnswer.Found(List.of(value))).difference());
    }

    @Test
    @Tag("DKIM-15")
    void checksGetRarer() {
        SigningKey waiting = key(Algorithm.RSA_SHA256, KeyState.PENDING_DNS);
        SigningKey active = key(Algorithm.RSA_SHA256, KeyState.ACTIVE);

        assertThat(CheckSchedule.next(waiting, MADE.plusSeconds(3599))).isEqualTo(MADE.plusSeconds(3659));
        assertThat(CheckSchedule.next(waiting, MADE.plusSeconds(3600)))
                .isEqualTo(MADE.plusSeconds(3600).plus(Duration.ofMinutes(10)));
        assertThat(CheckSchedule.next(active, MADE)).isEqualTo(MADE.plus(Duration.ofHours(6)));
    }

    @Test
    void statesAreOrderedFromGoodToBad() {
        assertThat(Arrays.stream(RecordState.values()).map(RecordState::text))
                .containsExactly("ok", "dns-error", "missing", "cname-broken", "multiple", "mismatch", "revoked");
    }
}
