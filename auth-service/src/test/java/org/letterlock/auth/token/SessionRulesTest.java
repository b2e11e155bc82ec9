package org.letterlock.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.contracts.access.WebSessionPolicy.Limits;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.testkit.MutableClock;

class SessionRulesTest {
    private static final String HERE = "192.0.2.7";
    private static final WebSessionPolicy BOUND =
            new WebSessionPolicy(WebSessionPolicy.DEFAULT.console(), WebSessionPolicy.DEFAULT.portal(), true);

    private final MutableClock clock = MutableClock.at("2026-03-01T12:00:00Z");
    private final Instant begin = clock.instant();

    @ParameterizedTest
    @CsvSource({"CONSOLE, 899, false", "CONSOLE, 900, true", "PORTAL, 3599, false", "PORTAL, 3600, true"})
    @Tag("SESS-4")
    void anUnusedSessionEnds(SessionClient client, int seconds, boolean over) {
        StoredToken session = session(client, begin);
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(isOver(session, WebSessionPolicy.DEFAULT, HERE)).isEqualTo(over);
    }

    @ParameterizedTest
    @CsvSource({"CONSOLE, 28799, false", "CONSOLE, 28800, true", "PORTAL, 86399, false", "PORTAL, 86400, true"})
    @Tag("SESS-4")
    void aSessionThatIsUsedEndsAfterAll(SessionClient client, int seconds, boolean over) {
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(isOver(session(client, clock.instant()), WebSessionPolicy.DEFAULT, HERE))
                .isEqualTo(over);
    }

    @Test
    @Tag("SESS-4")
    void theLimitsOfNowHoldForSessionsOfBefore() {
        StoredToken session = session(SessionClient.CONSOLE, begin);
        clock.advance(Duration.ofMinutes(6));
        WebSessionPolicy shorter =
                new WebSessionPolicy(new Limits(300, 3600), WebSessionPolicy.DEFAULT.portal(), false);

        assertThat(isOver(session, WebSessionPolicy.DEFAULT, HERE)).isFalse();
        assertThat(isOver(session, shorter, HERE)).isTrue();
    }

    @Test
    @Tag("SESS-4")
    void anotherAddressEndsASessionWhereItIsBound() {
        StoredToken session = session(SessionClient.CONSOLE, begin);

        assertThat(isOver(session, WebSessionPolicy.DEFAULT, "203.0.113.9")).isFalse();
        assertThat(isOver(session, BOUND, HERE)).isFalse();
        assertThat(isOver(session, BOUND, "203.0.113.9")).isTrue();
    }

    @Test
    @Tag("SESS-4")
    void aScriptIsHeldToItsOwnTwelveHoursAlone() {
        StoredToken session = session(SessionClient.SCRIPT, begin);
        clock.advance(Duration.ofHours(11));

        assertThat(isOver(session, BOUND, "203.0.113.9")).isFalse();
    }

    @Test
    @Tag("ADM-5")
    void theSecondFactorCountsForFiveMinutes() {
        StoredToken session = session(SessionClient.CONSOLE, begin);

        assertThat(session.isSteppedUp(begin.plusSeconds(299))).isTrue();
        assertThat(session.isSteppedUp(begin.plusSeconds(300))).isFalse();
    }

    private boolean isOver(StoredToken session, WebSessionPolicy policy, String address) {
        SessionTraits traits = session.session();
        return traits == null
                || SessionRules.isOver(session, traits, policy, address, Role.FULL_ADMIN, clock.instant());
    }

    private StoredToken session(SessionClient client, Instant lastUse) {
        return new StoredToken(
                new UUID(0, 1),
                new AccountId(new UUID(0, 2)),
                TokenKind.SESSION,
                "session",
                SessionRules.roleOf(client, Role.FULL_ADMIN),
                null,
                null,
                begin,
                begin.plus(Duration.ofDays(2)),
                lastUse,
                HERE,
                false,
                new SessionTraits(client, begin, HERE, false));
    }
}
