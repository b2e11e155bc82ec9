package org.letterlock.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.audit.AuditDocuments;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.database.TestSchemas;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ApiJson;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Rollout;
import org.letterlock.service.web.WriteRequest;
import org.letterlock.testkit.MutableClock;
import org.letterlock.testkit.TestServers;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Changes of the configuration on their way from a transaction to every replica, over a real broker and database. */
class ReplicasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> TOPICS = Set.of(Topics.POLICY_IP_GROUPS.name());

    private final RecordSealer sealer = new RecordSealer(new RecordCodec(), new Sealer(Keyring.inMemory()));
    private final TestSchemas schemas = TestSchemas.withOutbox();
    private final List<SmartLifecycle> started = new ArrayList<>();
    private final List<Producer<?, ?>> producers = new ArrayList<>();
    private final Service owner = new Service("owner", TestServers.broker().bootstrapServers());

    /** A service, without its Spring context. */
    private final class Service {
        private final KafkaClients clients;
        private final Producer<String, byte[]> producer;
        private final KafkaTopicPublisher publisher;
        private final Replicas replicas;
        private final KafkaViews views;

        Service(String component, String broker) {
            clients = new KafkaClients(
                    new KafkaSettings(broker, new HashMap<>(TestServers.kafkaProperties())),
                    new ServiceDescription(component, "", Set.of(), Set.of()));
            producer = clients.producer();
            producers.add(producer);
            publisher = new KafkaTopicPublisher(producer, sealer);
            replicas = new Replicas(publisher, sealer, component, InstantSource.system(), _ -> {});
            views = new KafkaViews(clients, sealer, replicas);
        }
    }

    @BeforeEach
    void startOwner() {
        new TopicCreation(owner.clients, owner.producer).start();
    }

    @AfterEach
    void stop() {
        WriteRequest.end();
        started.reversed().forEach(SmartLifecycle::stop);
        producers.forEach(Producer::close);
    }

    @Test
    @Tag("CFG-2")
    @Tag("CFG-3")
    void aChangeIsCompleteWhenEveryReplicaThatFollowsItHasIt() {
        Service follower = new Service("follower", TestServers.broker().bootstrapServers());
        var followed = follower.views.viewOf(Topics.POLICY_IP_GROUPS);
        var own = owner.views.viewOf(Topics.POLICY_IP_GROUPS);
        start(follower.views);
        start(owner.views);
        var outbox = outbox(owner);
        await(() -> owner.replicas.known().size() == 2); // a replica says that it is there while others start

        for (int i = 0; i < 20; i++) {
            IpGroup group = group("group " + i);
            Rollout rollout = owner.replicas.await(change(outbox, group), TOPICS, PATIENCE);

            assertThat(rollout.isComplete()).isTrue();
            assertThat(rollout.applied()).isEqualTo(2);
            assertThat(followed.find(group.id().toString())).contains(group);
            assertThat(own.find(group.id().toString())).contains(group);
        }
    }

    @Test
    @Tag("CFG-3")
    void aReplicaThatIsBusyIsPendingUntilItHasTakenTheChangeIn() {
        Service busy = new Service("busy", TestServers.broker().bootstrapServers());
        CountDownLatch released = new CountDownLatch(1);
        busy.views.viewOf(Topics.POLICY_IP_GROUPS).onChange(change -> {
            try {
                boolean _ = released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        start(busy.views);
        start(owner.views);
        await(() -> owner.replicas.known().size() == 2); // a replica says that it is there while others start
        long version = change(outbox(owner), group("late"));

        Rollout pending = owner.replicas.await(version, TOPICS, Duration.ofMillis(300));
        released.countDown();
        Rollout complete = owner.replicas.await(version, TOPICS, PATIENCE);

        assertThat(pending.pending()).extracting(Rollout.Replica::component).containsExactly("busy");
        assertThat(complete.isComplete()).isTrue();
    }

    @Test
    @Tag("CONN-5")
    void replicasOfOneComponentShareALimitWhileTheyLive() {
        Service first = new Service("shared", TestServers.broker().bootstrapServers());
        Service second = new Service("shared", TestServers.broker().bootstrapServers());
        start(owner.views);
        start(first.views);
        assertThat(first.replicas.peers().shareOf(11)).isEqualTo(11);

        second.views.start();
        await(() -> second.replicas.peers().shareOf(11) > 0);
        assertThat(second.replicas.peers().shareOf(11)).isBetween(5, 6);
        assertThat(first.replicas.peers().shareOf(11))
                .isEqualTo(11 - second.replicas.peers().shareOf(11));
        assertThat(owner.replicas.peers().shareOf(11)).as("another component").isEqualTo(11);

        second.views.stop();
        await(() -> first.replicas.peers().shareOf(11) == 11);
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("SVC-16")
    void aReplicaThatIsCutOffRaisesTheAlarmAfterTenSecondsOnce() {
        MutableClock clock = MutableClock.at("2026-11-24T12:00:00Z");
        Replicas deaf = new Replicas(owner.publisher, sealer, "deaf", clock, _ -> {});
        Logger logger = (Logger) LoggerFactory.getLogger(Replicas.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            deaf.loaded(Set.of());
            clock.advance(Duration.ofSeconds(10));
            deaf.polled();
            assertThat(lines.list).noneMatch(line -> line.getLevel() == Level.ERROR);

            clock.advance(Duration.ofSeconds(1));
            deaf.polled();
            deaf.polled();

            assertThat(lines.list)
                    .filteredOn(line -> line.getLevel() == Level.ERROR)
                    .hasSize(1);
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    @Tag("CFG-5")
    void aReplicaThatHangsServesNobodyAfterThirtySeconds() {
        MutableClock clock = MutableClock.at("2026-11-24T12:00:00Z");
        List<Boolean> serving = new ArrayList<>();
        Replicas hanging = new Replicas(owner.publisher, sealer, "hanging", clock, serving::add);
        hanging.watch(); // nothing is loaded yet
        hanging.loaded(Set.of());

        clock.advance(Duration.ofSeconds(30));
        hanging.watch();
        assertThat(serving).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        hanging.watch();
        hanging.watch();
        assertThat(serving).containsExactly(false);

        hanging.loaded(Set.of());
        hanging.watch();
        assertThat(serving).containsExactly(false, true);
    }

    @Test
    @Tag("CFG-3")
    void nobodyWaitsForAReplicaThatHasLeft() {
        Service leaving = new Service("leaving", TestServers.broker().bootstrapServers());
        leaving.views.viewOf(Topics.POLICY_IP_GROUPS);
        leaving.views.start();
        start(owner.views);
        leaving.views.stop();

        Rollout rollout = owner.replicas.await(change(outbox(owner), group("after")), TOPICS, PATIENCE);

        assertThat(rollout.isComplete()).isTrue();
        assertThat(owner.replicas.known())
                .extracting(known -> known.state().component())
                .containsExactly("owner");
    }

    @Test
    @Tag("CFG-2")
    void versionsFollowEachOtherAsTheChangesCommit() throws Exception {
        var outbox = outbox(owner);
        CountDownLatch firstHasAdded = new CountDownLatch(1);
        CountDownLatch secondIsCommitted = new CountDownLatch(1);
        IpGroup early = group("added first, committed last");
        IpGroup late = group("added last, committed first");

        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> schemas.transactions().executeWithoutResult(_ -> {
                    outbox.add(Topics.POLICY_IP_GROUPS, early.id().toString(), early);
                    firstHasAdded.countDown();
                    await(secondIsCommitted);
                }));
        await(firstHasAdded);
        long version = change(outbox, late);
        secondIsCommitted.countDown();
        first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(version()).isEqualTo(version + 1);
        assertThat(schemas.jdbc()
                        .sql("SELECT record_key FROM outbox ORDER BY config_version")
                        .query(String.class)
                        .list())
                .containsExactly(late.id().toString(), early.id().toString());
    }

    @Test
    @Tag("CFG-4")
    void nothingIsStoredThatCannotBeRolledOut() {
        Service cutOff = new Service("cut off", "127.0.0.1:1");
        cutOff.replicas.loaded(TOPICS);
        var outbox = outbox(cutOff);
        request().begin();

        assertThatThrownBy(() -> change(outbox, group("never")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.ROLL_OUT_UNAVAILABLE));
        assertThat(version()).isZero();
        assertThat(outboxSize()).isZero();
    }

    @Test
    @Tag("AUD-1")
    @Tag("AUD-7")
    void whatAnAdministratorChangesIsToldWithTheChangeOrNotAtAll() {
        var outbox = outbox(owner);
        request().begin();

        schemas.transactions().executeWithoutResult(status -> {
            outbox.audit("config.changed", "/things/1", null, null);
            status.setRollbackOnly();
        });
        assertThat(audited()).isEmpty();
        schemas.transactions()
                .executeWithoutResult(_ -> outbox.audit(
                        "config.changed",
                        "/things/2",
                        Map.of("a", 1, "b", "x", "password", "old"),
                        Map.of("a", 2, "b", "x", "password", "new-secret")));
        change(outbox, group("whose resource has forgotten to tell"));
        schemas.transactions().executeWithoutResult(_ -> {
            outbox.add(Topics.ACCESS_BLOCKS, "key", null);
            outbox.add(
                    Topics.SECURITY_EVENTS,
                    "k",
                    new SecurityEvent("block.removed", Instant.EPOCH, "t", null, Map.of()));
        });

        List<AuditEvent> events = audited();
        assertThat(events).extracting(AuditEvent::target).containsExactly("/things/2", "/ip-groups/1");
        assertThat(events.getFirst().after()).isEqualTo("{\"a\":2}");
        assertThat(events.toString()).doesNotContain("new-secret", "old");
        assertThat(events.getFirst().actor().login()).isEqualTo("anna@example.org");
        assertThat(events).extracting(AuditEvent::configVersion).containsExactly(1L, 2L);
        assertThat(version()).isEqualTo(3);
    }

    @Test
    void whatTheServiceChangesByItselfIsNobodysChange() {
        change(outbox(owner), group("at the start"));

        assertThat(audited()).isEmpty();
        assertThat(version()).isEqualTo(1);
    }

    private JdbcOutbox outbox(Service service) {
        var relay = new OutboxRelay(schemas.jdbc(), schemas.transactions(), service.publisher, "trial");
        if (service.replicas.known().size() > 0) {
            start(relay);
        }
        return new JdbcOutbox(
                schemas.jdbc(),
                sealer,
                relay,
                service.replicas,
                new AuditDocuments(ApiJson.mapper()),
                "trial",
                InstantSource.system());
    }

    private long change(Outbox outbox, IpGroup group) {
        schemas.transactions()
                .executeWithoutResult(
                        _ -> outbox.add(Topics.POLICY_IP_GROUPS, group.id().toString(), group));
        return version();
    }

    private long version() {
        return schemas.jdbc()
                .sql("SELECT version FROM configuration.counter")
                .query(Long.class)
                .single();
    }

    private long outboxSize() {
        return schemas.jdbc()
                .sql("SELECT count(*) FROM outbox")
                .query(Long.class)
                .single();
    }

    private List<AuditEvent> audited() {
        return schemas.jdbc()
                .sql("SELECT record_key, value FROM outbox WHERE topic = 'audit.events' ORDER BY id")
                .query((row, _) -> sealer.open(Topics.AUDIT_EVENTS, row.getString(1), row.getBytes(2), ""))
                .list();
    }

    private static WriteRequest request() {
        return new WriteRequest(
                new Principal(
                        new AccountId(UUID.randomUUID()),
                        "anna@example.org",
                        Role.FULL_ADMIN,
                        UUID.randomUUID(),
                        false,
                        "192.0.2.1"),
                "/ip-groups/1");
    }

    private void start(SmartLifecycle part) {
        part.start();
        started.add(part);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static IpGroup group(String name) {
        return new IpGroup(new IpGroupId(UUID.randomUUID()), name, List.of());
    }
}
