package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.netty.TestIdentity;

@Tag("CERT-4")
class CertificateChoiceTest {
    private static final Duration YESTERDAY = Duration.ofDays(-1);
    private static final Duration TOMORROW = Duration.ofDays(1);

    private final TlsIdentity standard = TestIdentity.of("standard.example");
    private final TlsIdentity exact = trusted(YESTERDAY, TOMORROW, "mx.example.org");
    private final TlsIdentity wildcard = trusted(YESTERDAY, TOMORROW, "*.example.org");
    private final TlsIdentity selfSigned = TestIdentity.of("mx.example.org");
    private final TlsIdentity expired = trusted(Duration.ofDays(-9), YESTERDAY, "mx.example.org");
    private final TlsIdentity notYet = trusted(TOMORROW, Duration.ofDays(9), "mx.example.org");

    CertificateChoiceTest() throws Exception {}

    @Test
    void theOrderIsThatOfTheSpecification() {
        assertThat(choose("mx.example.org", selfSigned, wildcard, exact)).isSameAs(exact);
        assertThat(choose("mx.example.org", selfSigned, wildcard)).isSameAs(wildcard);
        assertThat(choose("mx.example.org", selfSigned)).isSameAs(selfSigned);
        assertThat(choose("mx.example.org")).isSameAs(standard);
    }

    @Test
    void whatIsNotValidNowNeverWinsOverWhatIs() {
        assertThat(choose("mx.example.org", expired, wildcard)).isSameAs(wildcard);
        assertThat(choose("mx.example.org", notYet, selfSigned)).isSameAs(selfSigned);
        assertThat(choose("mx.example.org", expired)).isSameAs(standard);
    }

    @Test
    void anExpiredDefaultGivesWayToAnyThatIsValid() {
        assertThat(CertificateChoice.choose(expired, List.of(wildcard), null, Instant.now()))
                .isSameAs(wildcard);
        assertThat(CertificateChoice.choose(expired, List.of(), "mx.example.org", Instant.now()))
                .isSameAs(expired);
    }

    @Test
    void withoutANameTheDefaultIsShown() {
        assertThat(choose(null, exact, wildcard)).isSameAs(standard);
    }

    @Test
    void aWildcardStandsForOneLabel() {
        assertThat(choose("a.mx.example.org", wildcard)).isSameAs(standard);
        assertThat(choose("example.org", wildcard)).isSameAs(standard);
        assertThat(choose("*.example.org", exact)).isSameAs(standard);
    }

    @Test
    void ofTwoAlikeTheOneThatLastsLongerIsShown() throws Exception {
        TlsIdentity renewed = trusted(YESTERDAY, Duration.ofDays(90), "mx.example.org");

        assertThat(choose("mx.example.org", exact, renewed)).isSameAs(renewed);
        assertThat(choose("mx.example.org", renewed, exact)).isSameAs(renewed);
    }

    private TlsIdentity choose(@Nullable String serverName, TlsIdentity... others) {
        return CertificateChoice.choose(standard, List.of(others), serverName, Instant.now());
    }

    // As if an authority had signed it: what decides is whether somebody vouches for it.
    private static TlsIdentity trusted(Duration from, Duration until, String name) throws Exception {
        TlsIdentity identity = TestIdentity.of(from, until, name);
        return new TlsIdentity(identity.chain(), identity.key(), identity.names(), true);
    }
}
