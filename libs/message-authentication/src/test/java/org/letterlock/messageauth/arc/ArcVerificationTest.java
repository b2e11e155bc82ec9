package org.letterlock.messageauth.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.messageauth.dkim.TestMessage.NOW;
import static org.letterlock.messageauth.dkim.TestMessage.PLAIN;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.KeyZone;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dkim.TestKey;
import org.letterlock.messageauth.dkim.TestMessage;

@Tag("ARC-1")
class ArcVerificationTest {
    private static final String A = "a.example";
    private static final String B = "b.example";

    private final KeyZone zone = new KeyZone()
            .publish("sel._domainkey.a.example", TestKey.RSA.record())
            .publish("sel._domainkey.b.example", TestKey.ED25519.record());

    private final TestMessage one = Sealing.seal(PLAIN, zone, TestKey.RSA, A);
    private final TestMessage two = Sealing.seal(one, zone, TestKey.ED25519, B);

    @Test
    void aMessageWithoutSetsHasNoChain() {
        assertThat(Sealing.verify(PLAIN, zone)).isEqualTo(ArcReport.none());
        assertThat(ArcVerification.of(PLAIN.section()).bodyForms()).isEmpty();
    }

    @Test
    void aWholeChainPassesAndNamesItsSealersNewestFirst() {
        assertThat(Sealing.verify(one, zone)).isEqualTo(ArcReport.pass(List.of(A), 0));
        assertThat(Sealing.verify(two, zone)).isEqualTo(ArcReport.pass(List.of(B, A), 0));
    }

    @Test
    void eachKeyIsAskedForOnce() {
        KeyZone asked = new KeyZone()
                .publish("sel._domainkey.a.example", TestKey.RSA.record())
                .publish("sel._domainkey.b.example", TestKey.ED25519.record());

        Sealing.verify(two, asked);

        assertThat(asked.questions()).containsExactlyInAnyOrder("sel._domainkey.a.example", "sel._domainkey.b.example");
    }

    @Test
    void aChangeBetweenTwoSealersLeavesTheOldestPassBehind() {
        TestMessage changed = one.replace("Subject: A", "Subject: [list] A");
        TestMessage sealed = Sealing.seal(changed, ArcReport.pass(List.of(A), 0), TestKey.ED25519, B);

        assertThat(Sealing.verify(changed, zone).result()).isEqualTo(ArcResult.FAIL);
        assertThat(Sealing.verify(sealed, zone)).isEqualTo(ArcReport.pass(List.of(B, A), 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50})
    void chainsOfUpToFiftySetsPass(int sets) {
        assertThat(Sealing.verify(chain(sets), zone).sealers()).hasSize(sets).containsOnly(B);
    }

    @Test
    void aFiftyFirstSetBreaksTheChainAndIsNotMade() {
        TestMessage fifty = chain(50);

        TestMessage more =
                new TestMessage("ARC-Seal: i=51; a=rsa-sha256; cv=pass; d=a.example; s=sel; b=AAAA\r\n" + fifty.text());

        assertThat(Sealing.seal(fifty, zone, TestKey.ED25519, B)).isEqualTo(fifty);
        assertThat(Sealing.verify(more, zone)).isEqualTo(ArcReport.fail("more than 50 sets", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "mx.a.example; arc=none | mx.a.example; arc=fail",
                "mx.b.example; arc=pass | mx.b.example; dmarc=pass",
                "Subject: A | Subject: B",
                "c=relaxed/relaxed; d=a.example | c=relaxed/simple; d=a.example",
                "c=relaxed/relaxed; d=b.example | c=simple/relaxed; d=b.example",
                "cv=none; d=a.example | cv=none; d=b.example",
                "cv=pass; d=b.example; i=2; s=sel; t=17 | cv=pass; d=b.example; i=2; s=sel; t=16",
                "Dear Bert | Dear Carl"
            })
    void aChangeToAnyPartBreaksTheChain(String old, String replacement) {
        ArcReport report = Sealing.verify(two.replace(old, replacement), zone);

        assertThat(report.result()).isEqualTo(ArcResult.FAIL);
        assertThat(report.temporary()).isFalse();
        assertThat(report.sealers()).isEmpty();
        assertThat(report.oldestPass()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "cv=none | cv=pass | cv= of seal 1 is pass",
                "cv=pass | cv=none | cv= of seal 2 is none",
                "cv=pass | cv=fail | cv= of seal 2 is fail",
                "cv=pass | cv=maybe | cv= of seal 2 is unreadable",
                "cv=pass | cw=pass | cv= of seal 2 is unreadable",
                "cv=pass; d | h=from; cv=pass; d | seal 2: h= in a seal",
                "i=2; mx | i=3; mx | set 2 is not complete",
                "i=2; mx | i=1; mx | two fields ARC-Authentication-Results of set 1",
                "i=2; mx | mx | ARC-Authentication-Results without a valid i=",
                "i=2; mx | i=0; mx | ARC-Authentication-Results without a valid i=",
                "i=2; mx | i=51; mx | ARC-Authentication-Results without a valid i=",
                "i=2; mx | i=002; mx | ARC-Authentication-Results without a valid i=",
                "i=2; mx | (i=2; mx | ARC-Authentication-Results without a valid i=",
                "ARC-Seal: a | X-Seal: a | set 1 is not complete",
                "cv=none; d=a.example | cv=none; d=a | seal 1: d= is no domain",
                "From:To:Subject | To:Subject | message signature 2: From is not signed",
                "From:To:Subject | From:ARC-Seal:To | message signature 2: h= names ARC-Seal",
            })
    void aChainOfTheWrongFormFailsWithoutAQuestion(String old, String replacement, String reason) {
        KeyZone asked = new KeyZone();

        TestMessage message = two.replace(old, replacement);

        assertThat(Sealing.verify(message, asked)).isEqualTo(ArcReport.fail(reason, false));
        assertThat(ArcVerification.of(message.section()).bodyForms()).isEmpty();
        assertThat(asked.questions()).isEmpty();
    }

    @Test
    void theFieldsOfASetMayStandAnywhere() {
        List<HeaderField> fields = two.section().fields();
        TestMessage turned =
                Sealing.withFirst(new TestMessage("\r\n" + two.text().split("\r\n\r\n", 2)[1]), fields.reversed());

        assertThat(Sealing.verify(turned, zone).result()).isEqualTo(ArcResult.PASS);
    }

    @Test
    void commentsAroundTheInstanceOfResultsAreAllowed() {
        TestMessage changed = PLAIN;
        TestMessage sealed = Sealing.seal(changed, zone, TestKey.ED25519, B);

        TestMessage commented = sealed.replace("i=1; mx", "(x) i (y) = (z) 1 (w) ; mx");

        assertThat(Sealing.verify(commented, zone).reason()).isEqualTo("seal 1: signature did not verify");
    }

    @Test
    void statusWordsAreReadInAnyCase() {
        assertThat(Sealing.verify(two.replace("cv=pass", "cv=PASS"), zone).reason())
                .isEqualTo("seal 2: signature did not verify");
    }

    @ParameterizedTest
    @Tag("FLOW-5")
    @CsvSource({"a.example, seal 1: no answer for the key", "b.example, message signature 2: no answer for the key"})
    void aDnsThatDoesNotAnswerIsATemporaryFailure(String domain, String reason) {
        zone.silence("sel._domainkey." + domain);

        assertThat(Sealing.verify(two, zone)).isEqualTo(ArcReport.fail(reason, true));
    }

    @Test
    void aMissingKeyIsALastingFailure() {
        KeyZone half = new KeyZone().publish("sel._domainkey.b.example", TestKey.ED25519.record());

        assertThat(Sealing.verify(two, half)).isEqualTo(ArcReport.fail("seal 1: no key record", false));
    }

    @Test
    void theDigestThatIsWantedMustBeThere() {
        ArcVerification verification = ArcVerification.of(one.section());

        assertThat(verification.bodyForms()).containsExactly(ArcSealer.BODY_FORM);
        assertThatThrownBy(() -> verification.verify(Map.of(), zone, SignatureCrypto.ofJdk(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private TestMessage chain(int sets) {
        TestMessage message = PLAIN;
        for (int i = 0; i < sets; i++) {
            ArcReport found = i == 0 ? ArcReport.none() : ArcReport.pass(List.of(), 0);
            message = Sealing.seal(message, found, TestKey.ED25519, B);
        }
        return message;
    }
}
