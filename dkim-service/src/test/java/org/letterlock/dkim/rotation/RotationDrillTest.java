package org.letterlock.dkim.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.dkim.dns.KeyRecord;
import org.letterlock.dkim.key.Actor;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ProblemException;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Rotations against two DNS servers and a database, by a clock that runs as fast as the machine. Mail is signed all the time,
 * and read by two verifiers who each ask one of the servers, remember for as long as they may that a record was not there, and
 * ask for the new records before anybody publishes them.
 */
class RotationDrillTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration NEGATIVE_TTL = Duration.ofMinutes(5);
    private static final byte[] HEADER =
            "From: Anna <anna@zone.example>\r\nSubject: drill\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "Hello\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MutableClock clock = MutableClock.at(START);
    private final Sealer sealer = new Sealer(Keyring.inMemory());
    private final RotatingDomain.Events events = new RotatingDomain.Events();
    private final TestDatabase database = TestServers.freshDatabase();
    private FakeDns first;
    private FakeDns second;
    private List<CachingVerifier> verifiers;
    private RotatingDomain replica;
    private Duration mailEvery = Duration.ofSeconds(1);

    @BeforeEach
    void start() throws Exception {
        RotatingDomain.createSchema(database);
        first = FakeDns.start();
        second = first.startBeside("127.0.0.2");
        for (FakeDns server : List.of(first, second)) {
            server.add("zone.example", "NS", "ns1.zone.example.")
                    .add("zone.example", "NS", "ns2.zone.example.")
                    .add("zone.example", "SOA", "ns1.zone.example. root.zone.example. 1 60 60 60 300")
                    .add("ns1.zone.example", "A", "127.0.0.1")
                    .add("ns2.zone.example", "A", "127.0.0.2");
        }
        verifiers = List.of(
                new CachingVerifier(first, NEGATIVE_TTL, clock), new CachingVerifier(second, NEGATIVE_TTL, clock));
        replica = replica(UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        replica.close();
        first.close();
        second.close();
    }

    private RotatingDomain replica(UnaryOperator<TransactionOperations> fragile) {
        return new RotatingDomain(database, sealer, first, events, clock, fragile);
    }

    private void restart() {
        replica.close();
        replica = replica(UnaryOperator.identity());
    }

    @Test
    @Tag("DKIM-34")
    @Tag("DKIM-35")
    @Tag("DKIM-38")
    @Tag("DKIM-39")
    void noSignatureLeavesThatDoesNotVerifyWhateverTheAdministratorDoes() {
        List<SigningKey> old = begin();
        List<SigningKey> young = replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM);
        assertThatThrownBy(() -> replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM))
                .isInstanceOf(ProblemException.class); // DKIM-37

        pass(Duration.ofMinutes(2)); // published late
        publish(young, first); // on one server only
        pass(Duration.ofMinutes(7));
        assertThat(states(young)).containsOnly(KeyState.PENDING_DNS);
        publish(young, second);
        pass(Duration.ofMinutes(2));
        assertThat(replica.rotations
                        .find(RotatingDomain.DOMAIN.id())
                        .orElseThrow()
                        .switchAt())
                .isNotNull();
        withdraw(young); // and withdrawn before the switch
        pass(Duration.ofMinutes(6));
        assertThat(states(young)).containsOnly(KeyState.PENDING_DNS);
        publish(young, first, second);
        pass(Duration.ofMinutes(4));
        assertThat(states(young)).containsOnly(KeyState.PENDING_DNS);
        pass(Duration.ofMinutes(3));

        assertThat(states(young)).containsOnly(KeyState.ACTIVE);
        assertThat(states(old)).containsOnly(KeyState.RETIRING);
        change(Duration.ZERO, Duration.ZERO, false); // jDKIM has a clock of its own, by which all this is long ago
        clock.advance(Duration.ofSeconds(1));
        assertThat(verifiedByJames()).isEqualTo(1);
        retire(old);
        assertThat(replica.keys.disclosed(old.getFirst())).isEmpty();
    }

    @Test
    @Tag("DKIM-38")
    void itMayDieBeforeAndAfterEveryCommit() {
        mailEvery = Duration.ofSeconds(30);
        begin();
        int deaths = 0;
        for (boolean afterCommit : new boolean[] {false, true}) {
            boolean died = true;
            for (int transaction = 1; died; transaction++) {
                Fuse fuse = new Fuse(transaction, afterCommit);
                rotateWith(fuse);
                died = fuse.hasBlown();
                deaths += died ? 1 : 0;
            }
        }
        assertThat(deaths).isGreaterThan(10);
    }

    // One rotation from its begin to the destruction of the old keys, by replicas of which the first blows the fuse.
    private void rotateWith(Fuse fuse) {
        replica.close();
        replica = replica(fuse::wrap);
        List<SigningKey> old = inState(KeyState.ACTIVE);
        surviving(() -> {
            if (replica.rotations.find(RotatingDomain.DOMAIN.id()).isEmpty()) {
                replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM);
            }
        });
        List<SigningKey> young = inState(KeyState.PENDING_DNS);
        publish(young, first, second);
        pass(Duration.ofMinutes(8));
        assertThat(states(young)).containsOnly(KeyState.ACTIVE);
        retire(old);
    }

    @Test
    @Tag("DKIM-38")
    void replicasThatDoTheSameAtTheSameTimeDoItOnce() throws Exception {
        mailEvery = Duration.ofSeconds(30);
        begin();
        List<SigningKey> young = replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM);
        publish(young, first, second);

        try (RotatingDomain other = replica(UnaryOperator.identity())) {
            for (int i = 0; i < 48; i++) {
                Thread racer = Thread.ofVirtual().start(other::work);
                pass(Duration.ofSeconds(10));
                racer.join();
            }
        }

        assertThat(states(young)).containsOnly(KeyState.ACTIVE);
        assertThat(Collections.frequency(events.names, "dkim.rotation.finished"))
                .isEqualTo(1);
    }

    @Test
    @Tag("DKIM-37")
    void anAbandonedRotationLeavesTheOldSet() {
        List<SigningKey> old = begin();
        List<SigningKey> young = replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM);
        publish(young, first, second);
        pass(Duration.ofMinutes(2));

        replica.rotations.abandon(RotatingDomain.DOMAIN, Actor.SYSTEM);
        pass(Duration.ofMinutes(6));

        assertThat(states(old)).containsOnly(KeyState.ACTIVE);
        assertThat(replica.keys.ofDomain(RotatingDomain.DOMAIN.id())).hasSize(2);
        assertThat(replica.rotations.find(RotatingDomain.DOMAIN.id())).isEmpty();
    }

    @Test
    @Tag("DKIM-36")
    @Tag("DKIM-39")
    void keysAreReplacedByThemselvesAndToldToEverybodyIfWanted() {
        mailEvery = Duration.ofHours(6);
        List<SigningKey> old = begin();
        change(Duration.ofDays(7), Duration.ofDays(30), true);

        clock.advance(Duration.ofDays(16));
        replica.plan();
        assertThat(events.names).contains("dkim.rotation.reminder").doesNotContain("dkim.rotation.started");
        clock.advance(Duration.ofDays(14));
        replica.plan();
        replica.plan();
        List<SigningKey> young = inState(KeyState.PENDING_DNS);
        assertThat(young).hasSize(2);
        clock.advance(Duration.ofDays(30));
        replica.work();
        assertThat(events.names).containsOnlyOnce("dkim.rotation.unverified");
        assertThat(states(old)).containsOnly(KeyState.ACTIVE);

        publish(young, first, second);
        mailEvery = Duration.ofSeconds(30);
        pass(Duration.ofMinutes(25));
        assertThat(states(young)).containsOnly(KeyState.ACTIVE);
        retire(old);
        assertThat(replica.keys.disclosed(old.getFirst())).isPresent();
    }

    private void change(Duration lifetime, Duration rotateEvery, boolean publishRetired) {
        DomainSettings settings = replica.settings();
        replica.set(new DomainSettings(
                settings.domain(),
                settings.version(),
                settings.signing(),
                false,
                true,
                false,
                "mail",
                2048,
                lifetime,
                false,
                rotateEvery,
                settings.retireAfter(),
                publishRetired));
    }

    // The first key set, published and active.
    private List<SigningKey> begin() {
        List<SigningKey> made = replica.rotations.create(RotatingDomain.DOMAIN, replica.settings(), Actor.SYSTEM);
        publish(made, first, second);
        replica.work();
        assertThat(states(made)).containsOnly(KeyState.ACTIVE);
        clock.advance(Duration.ofSeconds(1));
        return made;
    }

    private void retire(List<SigningKey> old) {
        clock.advance(Duration.ofDays(13));
        surviving(() -> replica.work());
        assertThat(now(old)).noneMatch(SigningKey::withdrawn);
        for (int i = 0; i < 8; i++) {
            clock.advance(Duration.ofHours(6));
            surviving(() -> replica.work());
        }
        assertThat(now(old)).allMatch(SigningKey::withdrawn).allMatch(key -> key.state() == KeyState.RETIRING);
        publish(now(old), first, second); // now with an empty p=
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofHours(6));
            surviving(() -> replica.work());
        }
        assertThat(states(old)).containsOnly(KeyState.RETIRED);
    }

    // Lets time pass: mail all the while, the service's work every ten seconds, and a restart every minute.
    private void pass(Duration duration) {
        Instant end = clock.instant().plus(duration);
        int step = mailEvery.toSeconds() == 1 ? 1 : 10;
        for (long second = step; clock.instant().isBefore(end); second += step) {
            clock.advance(Duration.ofSeconds(step));
            if (second % 10 == 0) {
                surviving(() -> replica.work());
            }
            if (second % mailEvery.toSeconds() == 0) {
                askForAll();
                byte[] message = signed();
                verifiers.forEach(verifier -> assertThat(verifier.verify(message))
                        .as("at " + clock.instant())
                        .containsExactly("PASS", "PASS"));
            }
            if (second % 60 == 0 && step == 1) {
                restart();
            }
        }
    }

    private void askForAll() {
        List<String> selectors = replica.keys.ofDomain(RotatingDomain.DOMAIN.id()).stream()
                .filter(key -> key.state() != KeyState.RETIRED)
                .map(key -> key.selector().text())
                .toList();
        verifiers.forEach(verifier -> verifier.askFor(selectors));
    }

    // A replica that died is replaced, and what it was asked for is asked for again.
    private void surviving(Runnable work) {
        try {
            work.run();
        } catch (Fuse.Blown death) {
            restart();
            work.run();
        }
    }

    private byte[] signed() {
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(BODY);
        String header = new String(HEADER, StandardCharsets.US_ASCII);
        List<Octets> fields = List.of(header.split("(?<=\r\n)")).stream()
                .map(field -> Octets.wrap(field.getBytes(StandardCharsets.US_ASCII)))
                .toList();
        SignReply reply = replica.signer.apply(new SignRequest(
                new QueueId(UUID.randomUUID()), RotatingDomain.DOMAIN.name(), fields, Octets.wrap(digest.digest())));
        assertThat(reply).as("at " + clock.instant()).isInstanceOf(SignReply.Signed.class);
        String signatures = ((SignReply.Signed) reply)
                .fields().stream()
                        .map(field -> new String(field.view(), StandardCharsets.US_ASCII))
                        .collect(Collectors.joining());
        return (signatures + header + "\r\n" + new String(BODY, StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
    }

    // jDKIM knows no Ed25519, so it is shown the RSA signature only.
    private int verifiedByJames() {
        String message = new String(signed(), StandardCharsets.US_ASCII);
        String rsa = message.substring(message.indexOf("DKIM-Signature", 1));
        try {
            return new DKIMVerifier((methods, selector, domain) ->
                            List.of(CachingVerifier.read(first, selector + "._domainkey." + domain)
                                    .orElseThrow()))
                    .verify(new ByteArrayInputStream(rsa.getBytes(StandardCharsets.US_ASCII)))
                    .size();
        } catch (Exception e) {
            throw new AssertionError("jDKIM refuses the signature", e);
        }
    }

    private void publish(List<SigningKey> keys, FakeDns... servers) {
        for (SigningKey key : keys) {
            KeyRecord record = KeyRecord.of(key, RotatingDomain.DOMAIN.name(), false);
            for (FakeDns server : servers) {
                server.set(bare(record), "TXT", record.value());
            }
        }
    }

    private void withdraw(List<SigningKey> keys) {
        for (SigningKey key : keys) {
            String name = bare(KeyRecord.of(key, RotatingDomain.DOMAIN.name(), false));
            first.remove(name);
            second.remove(name);
        }
    }

    private static String bare(KeyRecord record) {
        return record.owner().substring(0, record.owner().length() - 1);
    }

    private List<SigningKey> inState(KeyState state) {
        return replica.keys.ofDomain(RotatingDomain.DOMAIN.id()).stream()
                .filter(key -> key.state() == state)
                .toList();
    }

    private List<SigningKey> now(List<SigningKey> keys) {
        return keys.stream()
                .map(key -> replica.keys.find(key.domain(), key.id()).orElseThrow())
                .toList();
    }

    private List<KeyState> states(List<SigningKey> keys) {
        return now(keys).stream().map(SigningKey::state).toList();
    }
}
