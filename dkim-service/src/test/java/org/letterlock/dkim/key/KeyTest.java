package org.letterlock.dkim.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Provider;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final byte[] TEXT = "hash input".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    @Tag("DKIM-2")
    void theChosenProviderAndTheJdkUnderstandEachOther(Algorithm algorithm) {
        SigningCrypto chosen = SigningCrypto.choose();
        SigningCrypto jdk = SigningCrypto.ofJdk();
        KeyPair pair = chosen.generate(algorithm, 2048);
        byte[] published = SigningCrypto.published(algorithm, pair.getPublic());
        byte[] pkcs8 = pair.getPrivate().getEncoded();

        byte[] byChosen = chosen.sign(algorithm, chosen.privateKey(algorithm, pkcs8), TEXT);
        byte[] byJdk = jdk.sign(algorithm, jdk.privateKey(algorithm, pkcs8), TEXT);

        assertThat(byChosen).isEqualTo(byJdk); // both schemes are deterministic
        assertThat(jdk.verify(algorithm, jdk.publicKey(algorithm, published).orElseThrow(), TEXT, byChosen))
                .isTrue();
        assertThat(chosen.verify(
                        algorithm, chosen.publicKey(algorithm, published).orElseThrow(), TEXT, new byte[] {1}))
                .isFalse();
        assertThat(chosen.publicKey(algorithm, new byte[] {1, 2, 3})).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("DKIM-28")
    void theJdkSignsWhereTheNativeProviderIsAbsentOrDoesNotWork(Algorithm algorithm) {
        Provider broken = new Provider("Broken", "1", "offers what it cannot do") {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Service getService(String type, String name) {
                throw new UnsatisfiedLinkError("built for another machine");
            }
        };

        for (Optional<Provider> candidate : List.of(Optional.<Provider>empty(), Optional.of(broken))) {
            SigningCrypto chosen = SigningCrypto.choose(candidate);

            assertThat(chosen.providerName(algorithm)).isEqualTo("the JDK");
            assertThat(chosen.sign(algorithm, chosen.generate(algorithm, 2048).getPrivate(), TEXT))
                    .isNotEmpty();
        }
    }

    @Test
    @Tag("DKIM-4")
    void selectorsSayWhenTheirKeyWasMade() {
        YearMonth month = YearMonth.of(2026, 8);

        assertThat(Selector.of("mail", month, Algorithm.RSA_SHA256, 0)).hasToString("mail-202608-r");
        assertThat(Selector.of("mail", month, Algorithm.ED25519_SHA256, 0)).hasToString("mail-202608-e");
        assertThat(Selector.of("mail", month, Algorithm.RSA_SHA256, 1)).hasToString("mail-202608-2-r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a.b", "A", "a b", "\u00FC", "aaaaaaaaaaaaaaaaaaaaa"})
    @Tag("DKIM-4")
    void otherPrefixesAreRefused(String prefix) {
        assertThat(Selector.isPrefix(prefix)).isFalse();
    }

    @Test
    void aSelectorIsOneLabel() {
        assertThat(Selector.isPrefix("a".repeat(20))).isTrue();
        assertThatThrownBy(() -> new Selector("a.b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Selector("a;b=")).isInstanceOf(IllegalArgumentException.class);
    }
}
