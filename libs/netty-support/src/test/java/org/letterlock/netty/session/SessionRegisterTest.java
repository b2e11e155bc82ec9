package org.letterlock.netty.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionSelection;

class SessionRegisterTest {
    private static final AccountId ANNA = new AccountId(new UUID(0, 1));
    private static final AccountId BOB = new AccountId(new UUID(0, 2));
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private int limit = 2;
    private final SessionRegister register = new SessionRegister(new UUID(0, 9), () -> limit, InstantSource.fixed(NOW));

    private static final class Recording implements SessionRegister.Member {
        final List<SessionEnd> ends = new ArrayList<>();

        @Override
        public Duration silence() {
            return Duration.ofSeconds(7);
        }

        @Override
        public String protocol() {
            return "IMAP4rev2";
        }

        @Override
        public @Nullable String client() {
            return "mutt";
        }

        @Override
        public void end(SessionEnd why) {
            ends.add(why);
        }
    }

    @Test
    @Tag("CONN-8")
    void anAccountHasSoManySessionsOfAProtocolAndNoMore() {
        SessionFacts first = facts("imap", ANNA);
        assertThat(register.enter(first, new Recording())).isTrue();
        assertThat(register.enter(facts("imaps", ANNA), new Recording())).isTrue();
        assertThat(register.enter(facts("imap", ANNA), new Recording())).isFalse();
        assertThat(register.enter(facts("submission", ANNA), new Recording())).isTrue();
        assertThat(register.enter(facts("imap", BOB), new Recording())).isTrue();

        register.leave(first.connection());
        assertThat(register.enter(facts("imap", ANNA), new Recording())).isTrue();
        assertThat(register.count(ANNA, AccessService.IMAP)).isEqualTo(2);
    }

    @Test
    @Tag("CONN-6")
    @Tag("CONN-8")
    void aChangedLimitHoldsForTheNextSessionAndZeroIsNone() {
        register.enter(facts("imap", ANNA), new Recording());
        register.enter(facts("imap", ANNA), new Recording());

        limit = 1;
        assertThat(register.enter(facts("imap", ANNA), new Recording())).isFalse();
        assertThat(register.count(ANNA, AccessService.IMAP)).isEqualTo(2);
        limit = 0;
        assertThat(register.enter(facts("imap", ANNA), new Recording())).isTrue();
    }

    @Test
    @Tag("CONN-8")
    void theLimitHoldsForThoseWhoComeAtOnce() throws Exception {
        limit = 5;
        List<Future<Boolean>> entries = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 200; i++) {
                entries.add(threads.submit(() -> register.enter(facts("imap", ANNA), new Recording())));
            }
        }
        int entered = 0;
        for (Future<Boolean> entry : entries) {
            entered += entry.get() ? 1 : 0;
        }
        assertThat(entered).isEqualTo(5);
        assertThat(register.find(new SessionSelection.All())).hasSize(5);
    }

    @Test
    void leavingTwiceOrWithoutHavingEnteredDoesNoHarm() {
        SessionFacts session = facts("imap", ANNA);
        register.enter(session, new Recording());

        register.leave(session.connection());
        register.leave(session.connection());
        register.leave(UUID.randomUUID());

        assertThat(register.find(new SessionSelection.All())).isEmpty();
    }

    @Test
    @Tag("SESS-1")
    void aSessionIsShownWithAllThatIsKnownOfIt() {
        SessionFacts session = facts("imaps", ANNA);
        register.enter(session, new Recording());

        assertThat(register.find(new SessionSelection.One(session.id())))
                .containsExactly(new LiveSession(
                        session.id(),
                        new UUID(0, 9),
                        "imaps",
                        "IMAP4rev2",
                        "TLSv1.3",
                        "TLS_AES_128_GCM_SHA256",
                        NOW,
                        NOW.minusSeconds(7),
                        "192.0.2.7",
                        ANNA,
                        "PLAIN",
                        null,
                        "mutt"));
        assertThat(session.id().version()).isEqualTo(7);
        assertThat(register.find(new SessionSelection.One(UUID.randomUUID()))).isEmpty();
    }

    @Test
    @Tag("SESS-2")
    void onlyTheSessionsThatAreMeantEnd() {
        Recording one = new Recording();
        Recording other = new Recording();
        Recording bobs = new Recording();
        SessionFacts first = facts("imap", ANNA);
        register.enter(first, one);
        register.enter(facts("imap", ANNA), other);
        register.enter(facts("imap", BOB), bobs);

        assertThat(register.end(new SessionSelection.One(first.id())))
                .extracting(LiveSession::id)
                .containsExactly(first.id());
        assertThat(one.ends).containsExactly(SessionEnd.BY_ADMINISTRATOR);
        assertThat(other.ends).isEmpty();

        assertThat(register.end(new SessionSelection.OfAccount(ANNA))).hasSize(2);
        assertThat(other.ends).containsExactly(SessionEnd.BY_ADMINISTRATOR);
        assertThat(bobs.ends).isEmpty();
    }

    @Test
    @Tag("SESS-6")
    void aRevokedAppPasswordEndsTheSessionsThatItOpened() {
        UUID appPassword = UUID.randomUUID();
        Recording opened = new Recording();
        Recording other = new Recording();
        SessionSeats seats = new SessionSeats(register, _ -> Optional.empty(), InstantSource.fixed(NOW));
        for (Recording member : List.of(opened, other)) {
            SessionSeat seat = seats.seat(
                    UUID.randomUUID(), "imap", address(), () -> Duration.ZERO, () -> "IMAP4rev1", member::end);
            seat.take(
                    new SessionSeat.Login(ANNA, "PLAIN", member.equals(opened) ? appPassword : null, null), null, null);
        }

        assertThat(register.endOpenedBy(appPassword)).hasSize(1);

        assertThat(opened.ends).containsExactly(SessionEnd.CREDENTIAL_REVOKED);
        assertThat(other.ends).isEmpty();
    }

    @Test
    @Tag("SESS-6")
    void aReviewEndsThoseThatItHasAReasonFor() {
        Recording annas = new Recording();
        Recording bobs = new Recording();
        register.enter(facts("imap", ANNA), annas);
        register.enter(facts("imap", BOB), bobs);

        register.review(
                new SessionSelection.All(),
                session -> session.account().equals(BOB) ? Optional.of(SessionEnd.PASSWORD_CHANGED) : Optional.empty());

        assertThat(annas.ends).isEmpty();
        assertThat(bobs.ends).containsExactly(SessionEnd.PASSWORD_CHANGED);
    }

    @Test
    @Tag("SESS-6")
    void whatHasChangedSinceTheLoginEndsASessionAtOnce() {
        List<SessionEnd> ends = new ArrayList<>();
        SessionSeats seats =
                new SessionSeats(register, _ -> Optional.of(SessionEnd.ACCOUNT_DISABLED), InstantSource.fixed(NOW));
        SessionSeat seat =
                seats.seat(UUID.randomUUID(), "imap", address(), () -> Duration.ZERO, () -> "IMAP4rev1", ends::add);

        assertThat(seat.take(new SessionSeat.Login(ANNA, "PLAIN", null, 1L), null, null))
                .isTrue();

        assertThat(ends).containsExactly(SessionEnd.ACCOUNT_DISABLED);
    }

    @Test
    @Tag("LOG-4")
    void whatAClientSaysOfItselfIsOneShortLine() {
        SessionSeat seat = new SessionSeats(register, _ -> Optional.empty(), InstantSource.fixed(NOW))
                .seat(UUID.randomUUID(), "imap", address(), () -> Duration.ZERO, () -> "IMAP4rev1", _ -> {});

        seat.clientIs("a\r\nb\u202Ec\0" + "d".repeat(500));
        assertThat(seat.client()).startsWith("abcd").hasSize(200);
        seat.clientIs(" \t");
        assertThat(seat.client()).isNull();
    }

    private static SessionFacts facts(String service, AccountId account) {
        return new SessionFacts(
                UUID.randomUUID(),
                service,
                address(),
                NOW,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                account,
                "PLAIN",
                null,
                3L);
    }

    private static IpAddress address() {
        return IpAddress.parse("192.0.2.7").require();
    }
}
