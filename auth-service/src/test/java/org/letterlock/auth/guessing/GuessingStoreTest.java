package org.letterlock.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceBeans;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.sasl.Password;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.testkit.MutableClock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Windows, locks and blocks in the database, by a clock that the test moves. */
class GuessingStoreTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    // Far ahead of the service's own clock, whose sweeper would otherwise end the blocks.
    private final MutableClock clock =
            MutableClock.at(Instant.now().plus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
    private final JdbcClient jdbc = AuthServiceBeans.get(JdbcClient.class);
    private final Sealer sealer = AuthServiceBeans.get(Sealer.class);
    private final JdbcFailures failures = new JdbcFailures(jdbc, sealer);
    private final JdbcLocks locks = new JdbcLocks(jdbc, sealer, 1000);
    private final JdbcBlocks stored = new JdbcBlocks(jdbc, AuthServiceBeans.get(SealedText.class), sealer);
    private final AddressBlocks blocks = new AddressBlocks(
            stored, AuthServiceBeans.get(Outbox.class), AuthServiceBeans.get(TransactionTemplate.class), clock);
    private GuessingPolicy policy = GuessingPolicy.DEFAULT;
    private final GuessingProtection protection = new GuessingProtection(
            failures,
            locks,
            blocks,
            new RepeatedPasswords(new SecureRandom(), System::nanoTime),
            () -> new GuessingRules(policy, IpGroups.NONE),
            AuthServiceBeans.get(Views.class).viewOf(Topics.ACCESS_BLOCKS),
            AuthServiceBeans.get(Outbox.class),
            AuthServiceBeans.get(TransactionTemplate.class),
            clock);
    private final int number = NAMES.incrementAndGet();
    private final String name = "clock" + number + "@store.test";
    private final String address = "198.18.0." + number;
    private final LoginClaim stranger = new LoginClaim("imap", "not an address", name);
    private final LoginClaim known = new LoginClaim("imap", "198.18.1." + number, name);

    @BeforeEach
    void startClean() {
        jdbc.sql("DELETE FROM failing_clients").update();
    }

    @Test
    @Tag("GUESS-8")
    void aLockEndsWhenItsTimeIsOverAndTheCountStartsAnew() {
        fail(2);
        assertThat(protection.turnsAway(stranger)).isFalse();
        fail(1);
        assertThat(protection.turnsAway(stranger)).isTrue();

        clock.advance(Duration.ofSeconds(299));
        assertThat(protection.turnsAway(stranger)).isTrue();
        assertThat(fail(1)).isEqualTo(Reason.LOCKED);
        clock.advance(Duration.ofSeconds(1));
        assertThat(protection.turnsAway(stranger)).isFalse();
        assertThat(fail(2)).isEqualTo(Reason.CREDENTIALS);
        assertThat(protection.turnsAway(stranger)).isFalse();
        fail(1);
        assertThat(protection.turnsAway(stranger)).isTrue();
    }

    @Test
    @Tag("GUESS-1")
    void failuresThatLeftTheWindowDoNotCount() {
        failFromAddress(9);
        clock.advance(Duration.ofSeconds(60));
        failFromAddress(1);
        assertThat(block()).isEmpty();

        clock.advance(Duration.ofSeconds(59));
        failFromAddress(8);
        assertThat(block()).isEmpty();
        failFromAddress(1);
        assertThat(block())
                .hasValueSatisfying(block ->
                        assertThat(block.until()).isEqualTo(clock.instant().plusSeconds(300)));
    }

    @Test
    @Tag("GUESS-7")
    void aBlockEndsByItselfAndTheNextOneIsARepeat() {
        failFromAddress(10);
        clock.advance(Duration.ofSeconds(299));
        assertThat(block()).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(block()).isEmpty();
        blocks.endExpired();

        failFromAddress(10);
        assertThat(block()).hasValueSatisfying(block -> {
            assertThat(block.repeats()).isEqualTo(1);
            assertThat(block.names()).isEqualTo(10);
            assertThat(block.services()).isEqualTo(Set.of("imap"));
            assertThat(block.reason()).isEqualTo(AddressBlock.Reason.GUESSING);
        });
    }

    @Test
    @Tag("GUESS-8")
    @Tag("GUESS-13")
    void ofFailuresThatComeAtOnceNoneIsLost() throws Exception {
        List<Callable<Reason>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            attempts.add(() -> fail(1));
        }
        long counted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Reason> told : threads.invokeAll(attempts)) {
                counted += told.get() == Reason.CREDENTIALS ? 1 : 0;
            }
        }

        assertThat(counted).isEqualTo(3);
        assertThat(protection.succeeded(stranger)).isFalse();
    }

    @Test
    @Tag("GUESS-13")
    void oldRowsAreRemoved() {
        fail(2);
        failFromAddress(3);
        clock.advance(Duration.ofHours(25));

        failures.removeOld(clock.instant());
        blocks.removeOld();

        locks.removeOld(clock.instant());
        assertThat(locks.unlock(name)).isFalse();
        assertThat(jdbc.sql("SELECT count(*) FROM failing_clients")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    @Tag("GUESS-10")
    void strangersDoNotLockOutAKnownSource() {
        assertThat(protection.succeeded(known)).isTrue();

        fail(3);

        assertThat(protection.turnsAway(stranger)).isTrue();
        assertThat(protection.turnsAway(known)).isFalse();
        assertThat(protection.succeeded(known)).isTrue();
        assertThat(protection.turnsAway(stranger)).isTrue();
        assertThat(protection.succeeded(stranger)).isFalse();
    }

    @Test
    @Tag("GUESS-10")
    void aKnownSourceHasACountOfItsOwn() {
        protection.succeeded(known);
        fail(2);
        assertThat(failKnown(2)).isEqualTo(Reason.CREDENTIALS);
        assertThat(protection.turnsAway(stranger)).isFalse();
        protection.succeeded(known);
        failKnown(2);
        assertThat(protection.turnsAway(known)).isFalse();

        failKnown(1);

        assertThat(protection.turnsAway(known)).isTrue();
        assertThat(failKnown(1)).isEqualTo(Reason.LOCKED);
        assertThat(protection.succeeded(known)).isFalse();
        assertThat(protection.turnsAway(stranger)).isFalse();
        clock.advance(Duration.ofSeconds(300));
        assertThat(protection.turnsAway(known)).isFalse();
        assertThat(failKnown(2)).isEqualTo(Reason.CREDENTIALS);
        assertThat(protection.succeeded(known)).isTrue();
    }

    @Test
    @Tag("GUESS-10")
    void aSourceThatGoesOnSucceedingIsWrittenDownOnceAnHourOnly() {
        protection.succeeded(known);
        String first = writtenDown();
        protection.succeeded(known);
        clock.advance(Duration.ofMinutes(59));
        protection.succeeded(known);
        assertThat(writtenDown()).isEqualTo(first);

        clock.advance(Duration.ofMinutes(2));
        protection.succeeded(known);
        assertThat(writtenDown()).isNotEqualTo(first);
    }

    // The newest row version, and whether anybody has locked it since.
    private String writtenDown() {
        return jdbc.sql("SELECT string_agg(xmin || '/' || xmax || '/' || ctid, ',' ORDER BY ctid) FROM known_sources")
                .query(String.class)
                .single();
    }

    @Test
    @Tag("GUESS-10")
    void aSourceIsKnownForThirtyDays() {
        protection.succeeded(known);
        clock.advance(JdbcLocks.KNOWN_FOR.minusSeconds(1));
        fail(3);
        assertThat(protection.turnsAway(known)).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(protection.turnsAway(known)).isTrue();
    }

    @Test
    @Tag("GUESS-10")
    void strangersWhoFailFiftyTimesWithinAnHourLockEverybodyUntilTheyAreFewer() {
        policy = new GuessingPolicy(true, 10, 60, 300, Set.of(), null, true, 100, 300);
        protection.succeeded(known);
        Instant first = clock.instant();
        for (int i = 0; i < 49; i++) {
            fail(1);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(protection.turnsAway(known)).isFalse();

        fail(1);

        assertThat(protection.turnsAway(known)).isTrue();
        assertThat(protection.turnsAway(stranger)).isTrue();
        assertThat(protection.succeeded(known)).isFalse();
        assertThat(failKnown(1)).isEqualTo(Reason.LOCKED);
        assertThat(fail(1)).isEqualTo(Reason.LOCKED);
        clock.advance(Duration.between(
                clock.instant(), first.plus(Duration.ofHours(1)).minusSeconds(1)));
        assertThat(protection.turnsAway(known)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(protection.succeeded(known)).isTrue();
        fail(1);
        assertThat(protection.turnsAway(known)).isTrue();
        assertThat(locks.unlock(name)).isTrue();
        assertThat(protection.turnsAway(known)).isFalse();
    }

    @Test
    @Tag("GUESS-1")
    void whoTriesALockedNameIsCountedAgainstTheAddressUnlessTheSourceIsKnown() {
        protection.succeeded(known);
        policy = new GuessingPolicy(true, 10, 60, 300, Set.of(), null, true, 1, 300);
        fail(1);
        failKnown(1);
        for (int i = 0; i < 12; i++) {
            assertThat(protection.turnsAway(known)).isTrue();
        }
        assertThat(stored.find(ClientNetwork.parse(known.clientAddress()).orElseThrow(), clock.instant()))
                .isEmpty();

        for (int i = 0; i < 10; i++) {
            assertThat(protection.turnsAway(new LoginClaim("imap", address, name)))
                    .isTrue();
        }

        assertThat(block()).isPresent();
    }

    @Test
    @Tag("GUESS-9")
    void aPhoneWithAnOldPasswordDoesNotHaveItsHomeBlocked() {
        Password old = Password.parse("the old password").require();
        protection.succeeded(known);
        for (int i = 0; i < 30; i++) {
            assertThat(protection.failed(known, old)).isEqualTo(Reason.CREDENTIALS);
        }
        assertThat(stored.find(ClientNetwork.parse(known.clientAddress()).orElseThrow(), clock.instant()))
                .isEmpty();
        assertThat(protection.succeeded(known)).isTrue();

        for (int i = 0; i < 10; i++) {
            protection.failed(new LoginClaim("imap", address, name), old);
        }

        assertThat(block()).isPresent();
    }

    @Test
    @Tag("GUESS-13")
    void ofNamesThatSomebodyMadeUpTheOldestAreForgotten() {
        jdbc.sql("DELETE FROM failing_names").update();
        JdbcLocks small = new JdbcLocks(jdbc, sealer, 5);
        for (int i = 0; i < 8; i++) {
            small.count("made-up" + i + "@store.test", Optional.empty(), 3, clock.instant(), clock.instant());
            clock.advance(Duration.ofSeconds(1));
        }

        small.removeOld(clock.instant());

        assertThat(jdbc.sql("SELECT count(*) FROM failing_names")
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
        assertThat(small.unlock("made-up2@store.test")).isFalse();
        assertThat(small.unlock("made-up3@store.test")).isTrue();
    }

    private Reason failKnown(int times) {
        Reason told = Reason.CREDENTIALS;
        for (int i = 0; i < times; i++) {
            told = protection.failed(known, null);
        }
        return told;
    }

    private Reason fail(int times) {
        Reason told = Reason.CREDENTIALS;
        for (int i = 0; i < times; i++) {
            told = protection.failed(stranger, null);
        }
        return told;
    }

    private void failFromAddress(int times) {
        for (int i = 0; i < times; i++) {
            protection.failed(new LoginClaim("imap", address, "n" + NAMES.incrementAndGet() + "@store.test"), null);
        }
    }

    private Optional<StoredBlock> block() {
        return stored.find(ClientNetwork.parse(address).orElseThrow(), clock.instant());
    }
}
