package org.letterlock.admin.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.service.web.ProblemException;

@Tag("API-11")
class RateLimitsTest {
    private final RateLimits limits = new RateLimits(InstantSource.fixed(Instant.EPOCH));

    @Test
    void whoAsksWithoutATokenDoesNotKeepTokensOut() {
        assertThatThrownBy(() -> repeat(() -> limits.countAnonymous("192.0.2.1")))
                .isInstanceOf(ProblemException.class);

        assertThatCode(() -> limits.requireTokensAllowed("192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void guessingTokensEnds() {
        assertThatThrownBy(() -> repeat(() -> limits.countRefused("192.0.2.1"))).isInstanceOf(ProblemException.class);

        assertThatThrownBy(() -> limits.requireTokensAllowed("192.0.2.1")).isInstanceOf(ProblemException.class);
        assertThatCode(() -> limits.requireTokensAllowed("192.0.2.2")).doesNotThrowAnyException();
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        for (int i = 0; i < RateLimits.PER_ADDRESS; i++) {
            limits.countAnonymous("2001:db8:0:1::" + Integer.toHexString(i + 1));
        }

        assertThatThrownBy(() -> limits.countAnonymous("2001:db8:0:1:ffff::1")).isInstanceOf(ProblemException.class);
        assertThatCode(() -> limits.countAnonymous("2001:db8:0:2::1")).doesNotThrowAnyException();
    }

    private static void repeat(Runnable request) {
        for (int i = 0; i <= RateLimits.PER_ADDRESS; i++) {
            request.run();
        }
    }
}
