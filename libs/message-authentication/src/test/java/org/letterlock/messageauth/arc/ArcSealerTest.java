package org.letterlock.messageauth.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.messageauth.dkim.TestMessage.PLAIN;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.KeyZone;
import org.letterlock.messageauth.dkim.SignatureAlgorithm;
import org.letterlock.messageauth.dkim.TestKey;
import org.letterlock.messageauth.dkim.TestMessage;
import org.letterlock.messageauth.results.AuthenticationResults;

@Tag("ARC-1")
class ArcSealerTest {
    private static final String DOMAIN = "a.example";

    private final KeyZone zone = new KeyZone().publish("sel._domainkey.a.example", TestKey.ED25519.record());
    private final TestMessage sealed = Sealing.seal(PLAIN, zone, TestKey.ED25519, DOMAIN);

    @Test
    void theSetStandsInFrontSealFirst() {
        List<HeaderField> fields = sealed.section().fields();

        assertThat(fields.stream().limit(4).map(HeaderField::name))
                .containsExactly("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results", "From");
        assertThat(fields.get(2).body()).isEqualTo("i=1; mx.a.example; arc=none");
    }

    @Test
    void aBrokenChainIsMarkedOnceByASealOverItsOwnSetAlone() {
        TestMessage broken = sealed.replace("arc=none", "arc=pass");

        TestMessage marked = Sealing.seal(broken, zone, TestKey.ED25519, DOMAIN);
        TestMessage again = Sealing.seal(marked, zone, TestKey.ED25519, DOMAIN);

        assertThat(marked.section().find("ARC-Seal").orElseThrow().body()).contains("cv=fail", "i=2");
        assertThat(Sealing.verify(marked, zone)).isEqualTo(ArcReport.fail("cv= of seal 2 is fail", false));
        assertThat(again).isEqualTo(marked);
    }

    @Test
    @Tag("FLOW-5")
    void aSilentDnsLeavesNoLastingMark() {
        zone.silence("sel._domainkey.a.example");

        assertThat(Sealing.seal(sealed, zone, TestKey.ED25519, DOMAIN)).isEqualTo(sealed);
    }

    @Test
    void aChainIsNotOverlooked() {
        assertThatThrownBy(() -> Sealing.seal(sealed, ArcReport.none(), TestKey.ED25519, DOMAIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sealing.seal(PLAIN, ArcReport.pass(List.of(), 0), TestKey.ED25519, DOMAIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fromIsSignedAndSealsAreNot() {
        assertThatThrownBy(() -> sealer(List.of("To"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer(List.of("From", "arc-seal"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longListsAndValuesAreFolded() {
        List<String> names = IntStream.range(0, 60)
                .mapToObj(i -> i == 0 ? "From" : "X-A-Rather-Long-Name-" + i)
                .toList();

        List<HeaderField> set = new ArcSealer(SignatureAlgorithm.RSA_SHA256, new Domain(DOMAIN), "sel", names)
                .seal(
                        PLAIN.section(),
                        PLAIN.hash(ArcSealer.BODY_FORM),
                        ArcReport.none(),
                        new AuthenticationResults("mx.a.example", List.of()),
                        TestMessage.NOW,
                        Sealing.signer(TestKey.RSA));

        KeyZone rsa = new KeyZone().publish("sel._domainkey.a.example", TestKey.RSA.record());
        assertThat(Sealing.verify(Sealing.withFirst(PLAIN, set), rsa).result()).isEqualTo(ArcResult.PASS);
        assertThat(set.stream().flatMap(field -> new String(field.octets(), StandardCharsets.US_ASCII).lines()))
                .allMatch(line -> line.length() <= 78);
    }

    private static ArcSealer sealer(List<String> names) {
        return new ArcSealer(SignatureAlgorithm.RSA_SHA256, new Domain(DOMAIN), "sel", names);
    }
}
