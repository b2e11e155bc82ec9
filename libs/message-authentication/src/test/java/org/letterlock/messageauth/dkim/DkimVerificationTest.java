package org.letterlock.messageauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DKIM-42")
class DkimVerificationTest {
    private static final String TAGS = TestMessage.TAGS;
    private static final TestKey KEY = TestKey.ED25519;

    private final KeyZone zone = new KeyZone().publish(TestMessage.KEY_NAME, KEY.record());

    @Test
    void aMessageWithoutSignaturesHasNone() {
        DkimReport report = TestMessage.PLAIN.verify(zone);

        assertThat(report.result()).isEqualTo(DkimResult.NONE);
        assertThat(report.verdicts()).isEmpty();
        assertThat(DkimVerification.of(TestMessage.PLAIN.section(), 10).bodyForms())
                .isEmpty();
    }

    @Test
    @Tag("DKIM-43")
    void aVerdictNamesItsSignature() {
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS + "; i=anna @mail.Example.org");

        DkimVerdict verdict = only(signed);

        assertThat(verdict.result()).isEqualTo(DkimResult.PASS);
        assertThat(verdict.counts()).isTrue();
        assertThat(verdict.reason()).isEmpty();
        SignatureLabel label = verdict.label();
        assertThat(label.domain()).isEqualTo("example.org");
        assertThat(label.identity()).isEqualTo("anna@mail.Example.org");
        assertThat(label.selector()).isEqualTo("sel");
        assertThat(label.algorithm()).isEqualTo("ed25519-sha256");
        assertThat(label.signature()).hasSize(8);
    }

    @Test
    @Tag("DKIM-43")
    void theValuesInAReportTellSignaturesApart() {
        String rest = "; c=relaxed/relaxed; d=example.org; s=sel; h=From; bh=AAAA";
        String message = "DKIM-Signature: v=1; a=rsa-sha256; b=AAAABBBBCCCC" + rest + "\r\nDKIM-Signature: v=1;"
                + " a=rsa-sha256; b=AAAABBBBCCDD" + rest + "\r\n" + TestMessage.PLAIN.text();

        DkimReport report = new TestMessage(message).verify(zone);

        assertThat(report.verdicts())
                .extracting(verdict -> verdict.label().signature())
                .containsExactly("AAAABBBBCCC", "AAAABBBBCCD");
    }

    @Test
    void theAuthorsDomainIsVerifiedFirst() {
        TestMessage signed = TestMessage.PLAIN
                .signed(KEY, "d=example.org; s=sel; h=From")
                .signed(KEY, "d=mail.example.org; s=sel; h=From")
                .signed(KEY, "d=list.example.com; s=sel; h=From");

        DkimReport report = signed.verify(zone, TestMessage.NOW, 2);

        assertThat(report.verdicts())
                .extracting(verdict ->
                        verdict.label().domain() + " " + verdict.result().word())
                .containsExactly("example.org pass", "mail.example.org permerror", "list.example.com neutral");
        assertThat(zone.questions()).containsExactly(TestMessage.KEY_NAME, "sel._domainkey.mail.example.org");
    }

    // Case 60 of our list of inputs that broke other servers.
    @Test
    void workIsBoundedWhateverTheMessageHolds() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            message.append(
                    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d%d.example; s=s; h=From; l=%d; bh=AAAA; b=AAAA\r\n"
                            .formatted(i, i));
        }
        TestMessage many = new TestMessage(message + TestMessage.PLAIN.text());

        DkimReport report = many.verify(zone);

        assertThat(DkimVerification.of(many.section(), 10).bodyForms()).hasSize(10);
        assertThat(report.verdicts()).hasSize(1500);
        assertThat(report.verdicts().subList(10, 1500)).allMatch(verdict -> verdict.result() == DkimResult.NEUTRAL);
        assertThat(zone.questions()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void manySelectorsMakeNoMoreQuestionsThanSignaturesAreVerified() {
        TestMessage message = TestMessage.PLAIN;
        for (int i = 0; i < 300; i++) {
            message = message.signed(KEY, "d=example.org; s=sel" + i + "; h=From");
        }

        DkimReport report = message.verify(zone);

        assertThat(zone.questions()).hasSize(10);
        assertThat(report.verdicts().subList(0, 10)).allMatch(verdict -> verdict.result() == DkimResult.PERMERROR);
    }

    @Test
    void oneKeyIsAskedForOnce() {
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS).signed(KEY, "d=example.org; s=sel; h=From");

        DkimReport report = signed.verify(zone);

        assertThat(report.verdicts()).hasSize(2).allMatch(DkimVerdict::counts);
        assertThat(zone.questions()).containsExactly(TestMessage.KEY_NAME);
    }

    @Test
    void oneDigestServesAllSignaturesOfItsForm() {
        TestMessage signed = TestMessage.PLAIN
                .signed(KEY, TAGS)
                .signed(KEY, TAGS)
                .signed(KEY, "c=relaxed; d=example.org; s=sel; h=From");

        assertThat(DkimVerification.of(signed.section(), 10).bodyForms()).hasSize(2);
    }

    @Test
    void aMissingDigestIsAFaultOfTheCaller() {
        DkimVerification verification =
                DkimVerification.of(TestMessage.PLAIN.signed(KEY, TAGS).section(), 10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> verification.verify(Map.of(), zone, SignatureCrypto.ofJdk(), TestMessage.NOW));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 51})
    void howManyAreVerifiedHasItsLimits(int most) {
        assertThatIllegalArgumentException().isThrownBy(() -> DkimVerification.of(TestMessage.PLAIN.section(), most));
    }

    @ParameterizedTest
    @Tag("DKIM-44")
    @CsvSource({
        "1024, PASS, a key of only 1024 bits",
        "2047, PASS, a key of only 2047 bits",
        "2048, PASS, ''",
        "4096, PASS, ''",
        "1023, POLICY, a key of 1023 bits",
        "512, POLICY, a key of 512 bits",
        "4097, POLICY, a key of 4097 bits"
    })
    void rsaKeysHaveAnAcceptableSize(int bits, DkimResult result, String reason) {
        TestKey key = TestKey.rsa(bits);
        zone.publish(TestMessage.KEY_NAME, key.record());

        DkimVerdict verdict = only(TestMessage.PLAIN.signed(key, TAGS));

        assertThat(verdict.result()).isEqualTo(result);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @Test
    @Tag("DKIM-44")
    void rsaSha1IsNeverVerified() {
        TestMessage signed = TestMessage.PLAIN.signed(TestKey.RSA, TAGS).replace("rsa-sha256", "rsa-sha1");

        assertThat(only(signed).result()).isEqualTo(DkimResult.POLICY);
        assertThat(zone.questions()).isEmpty();
    }

    @Test
    @Tag("DKIM-44")
    void aKeyUnderTestCountsForNothing() {
        zone.publish(TestMessage.KEY_NAME, KEY.record() + "; t=s:y");

        DkimVerdict verdict = only(TestMessage.PLAIN.signed(KEY, TAGS));

        assertThat(verdict.result()).isEqualTo(DkimResult.PASS);
        assertThat(verdict.testing()).isTrue();
        assertThat(verdict.counts()).isFalse();
    }

    @Test
    @Tag("DKIM-45")
    void aBodyThatIsSignedInPartIsPolicy() {
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS + "; l=10");

        assertThat(only(signed).result()).isEqualTo(DkimResult.POLICY);
        assertThat(only(signed.replace("Dear", "Deer")).result()).isEqualTo(DkimResult.FAIL);
        assertThat(only(new TestMessage(signed.text() + "more\r\n")).result()).isEqualTo(DkimResult.POLICY);
        assertThat(only(TestMessage.PLAIN.signed(KEY, TAGS + "; l=0")).result()).isEqualTo(DkimResult.POLICY);
    }

    @Test
    @Tag("DKIM-45")
    void aBodyMayBeSignedAsAWholeWithItsLength() {
        TestMessage message = new TestMessage("From: a@example.org\r\n\r\nabc\r\n");

        assertThat(only(message.signed(KEY, "d=example.org; s=sel; h=From; l=5"))
                        .result())
                .isEqualTo(DkimResult.PASS);
        assertThat(only(message.signed(KEY, "d=example.org; s=sel; h=From; l=6"))
                        .result())
                .isEqualTo(DkimResult.FAIL);
        assertThat(only(message.signed(KEY, "d=example.org; s=sel; h=From; l=" + "9".repeat(76)))
                        .result())
                .isEqualTo(DkimResult.FAIL);
    }

    @Test
    @Tag("DKIM-45")
    void aSignatureHasItsTime() {
        long now = TestMessage.NOW.getEpochSecond();
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS + "; t=" + now + "; x=" + (now + 60));

        assertThat(at(signed, Duration.ZERO)).isEqualTo(DkimResult.PASS);
        assertThat(at(signed, Duration.ofSeconds(60))).isEqualTo(DkimResult.PASS);
        assertThat(at(signed, Duration.ofSeconds(61))).isEqualTo(DkimResult.POLICY);
        assertThat(at(signed, Duration.ofHours(-1))).isEqualTo(DkimResult.PASS);
        assertThat(at(signed, Duration.ofSeconds(-3601))).isEqualTo(DkimResult.POLICY);
    }

    @ParameterizedTest
    @Tag("DKIM-46")
    @ValueSource(
            strings = {
                "v=DKIM1; k=ed25519; p=", "k=ed25519", "v=DKIM2; k=ed25519; p=$", "k=ed25519; v=DKIM1; p=$", "p=$",
                "k=rsa; p=$", "k=other; p=$", "k=ed25519; h=sha1; p=$", "k=ed25519; s=chat; p=$", "k=ed25519; p=AAAA",
                "k=ed25519; p=!", "k=ed25519; p=$; p=$", "k=ed25519; t; p=$", "v=spf1 -all", ""
            })
    void aRecordThatGivesNoKeyIsAPermanentError(String record) {
        zone.publish(TestMessage.KEY_NAME, record.replace("$", KEY.published()));

        assertThat(only(TestMessage.PLAIN.signed(KEY, TAGS)).result()).isEqualTo(DkimResult.PERMERROR);
    }

    @ParameterizedTest
    @Tag("DKIM-46")
    @ValueSource(
            strings = {
                "k=ed25519; p=$", "v=DKIM1;k=ed25519;p=$;", "k=ed25519; h=sha1:sha256; p=$", "k=ed25519; s=*; p=$",
                "k=ed25519; s=chat : email; p=$", "k=ed25519; n=a note; x1=y; p=$", "k=ed25519; t=s; p=$",
                        "k=ed25519; t=z; p=$"
            })
    void aRecordMayHaveOtherTags(String record) {
        zone.publish(TestMessage.KEY_NAME, record.replace("$", KEY.published()));

        assertThat(only(TestMessage.PLAIN.signed(KEY, TAGS)).result()).isEqualTo(DkimResult.PASS);
    }

    @Test
    @Tag("DKIM-46")
    void aKeyMayForbidSubdomains() {
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS + "; i=@mail.example.org");
        assertThat(only(signed).result()).isEqualTo(DkimResult.PASS);

        zone.publish(TestMessage.KEY_NAME, KEY.record() + "; t=s");

        assertThat(only(signed).result()).isEqualTo(DkimResult.PERMERROR);
    }

    @Test
    @Tag("DKIM-46")
    void severalRecordsAndSilenceAreDifferentErrors() {
        TestMessage signed = TestMessage.PLAIN.signed(KEY, TAGS);

        zone.publish(TestMessage.KEY_NAME, KEY.record(), KEY.record());
        assertThat(only(signed).result()).isEqualTo(DkimResult.PERMERROR);

        zone.silence(TestMessage.KEY_NAME);
        assertThat(only(signed).result()).isEqualTo(DkimResult.TEMPERROR);
    }

    @Test
    void aKeyOfAnotherOwnerDoesNotFit() {
        zone.publish(TestMessage.KEY_NAME, TestKey.RSA.record());

        assertThat(only(TestMessage.PLAIN.signed(TestKey.rsa(2048), TAGS)).result())
                .isEqualTo(DkimResult.FAIL);
    }

    // RFC 6376 section 3.6.1 speaks of an RSAPublicKey, its example is a SubjectPublicKeyInfo; both are in use.
    @ParameterizedTest
    @ValueSource(ints = {1024, 2048})
    void anRsaKeyMayStandWithoutItsAlgorithm(int bits) {
        TestKey key = TestKey.rsa(bits);
        byte[] info = key.pair().getPublic().getEncoded();
        int head = bits == 1024 ? 22 : 24;
        String bare = Base64.getEncoder().encodeToString(Arrays.copyOfRange(info, head, info.length));
        zone.publish(TestMessage.KEY_NAME, "p=" + bare);

        assertThat(only(TestMessage.PLAIN.signed(key, TAGS)).result()).isEqualTo(DkimResult.PASS);
    }

    @Test
    void aSignatureCoversAnotherButNotItself() {
        TestMessage twice =
                TestMessage.PLAIN.signed(KEY, TAGS).signed(KEY, "d=example.org; s=sel; h=From:DKIM-Signature");

        assertThat(twice.verify(zone).verdicts()).hasSize(2).allMatch(DkimVerdict::counts);
    }

    @Test
    void domainsMayBeWrittenInUnicode() {
        zone.publish("sel._domainkey.xn--bcher-kva.example", KEY.record());
        String utf8 = new String("b\u00fccher.example".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String body =
                "d=%s; s=sel; c=relaxed; h=From; i=@%s".formatted("xn--bcher-kva.example", "xn--bcher-kva.example");

        assertThat(only(TestMessage.PLAIN.signed(KEY, body)).result()).isEqualTo(DkimResult.PASS);
        assertThat(only(TestMessage.PLAIN.signed(KEY, body).replace("@xn--bcher-kva.example", "@" + utf8))
                        .result())
                .isEqualTo(DkimResult.FAIL);
    }

    @Test
    void nothingIsTooStrangeToBeJudged() {
        List<String> strange = List.of(
                "", ":", "v=1", ";;;", "b", "v=1; b=;", "\u0001", "=".repeat(500), "b=b=b=b", "v=1;".repeat(300));
        String header = String.join(
                        "",
                        strange.stream()
                                .map(body -> "DKIM-Signature: " + body + "\r\n")
                                .toList()) + "DKIM-Signature:\r\nDKIM-Signature\r\nDKIM-Signature : v=1\r\n";

        DkimReport report = new TestMessage(header + TestMessage.PLAIN.text()).verify(zone);

        assertThat(report.verdicts()).hasSize(strange.size() + 2);
        assertThat(report.verdicts()).noneMatch(DkimVerdict::counts);
    }

    @Test
    void anySingleOctetOfASignedHeaderMatters() {
        TestMessage signed =
                new TestMessage("From: a@example.org\r\n\r\nx\r\n").signed(KEY, "d=example.org; s=sel; h=From");
        int end = signed.text().indexOf("\r\n\r\n");

        List<Integer> survived = IntStream.range(0, end)
                .filter(i -> {
                    String text = signed.text();
                    char changed = (char) (text.charAt(i) ^ 1);
                    return new TestMessage(text.substring(0, i) + changed + text.substring(i + 1))
                                    .verify(zone)
                                    .result()
                            == DkimResult.PASS;
                })
                .boxed()
                .toList();

        assertThat(survived).isEmpty();
    }

    private DkimVerdict only(TestMessage message) {
        List<DkimVerdict> verdicts = message.verify(zone).verdicts();
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst();
    }

    private DkimResult at(TestMessage message, Duration later) {
        return message.verify(zone, TestMessage.NOW.plus(later), 10).result();
    }
}
