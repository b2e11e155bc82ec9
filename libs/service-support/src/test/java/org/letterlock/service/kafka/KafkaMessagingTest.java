package org.letterlock.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Exchange;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.audit.AuditDocuments;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.database.TestSchemas;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ApiJson;
import org.letterlock.testkit.TestServers;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;

/** Messaging against the real broker. Topics outlive a test, so each uses keys and groups of its own. */
class KafkaMessagingTest {
    private static final Keyring KEYRING = Keyring.inMemory();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String own = UUID.randomUUID().toString();
    private final KafkaClients clients = new KafkaClients(
            new KafkaSettings(TestServers.broker().bootstrapServers(), new HashMap<>(TestServers.kafkaProperties())),
            new ServiceDescription("trial-" + own, "", Set.of(), Set.of()));
    private final RecordSealer sealer = new RecordSealer(new RecordCodec(), new Sealer(KEYRING));
    private final Producer<String, byte[]> producer = clients.producer();
    private final KafkaTopicPublisher publisher = new KafkaTopicPublisher(producer, sealer);
    private final TopicCreation topics = new TopicCreation(clients, producer);
    private final KafkaConsumers consumers = new KafkaConsumers(clients, publisher, sealer, topics);
    private final Replicas replicas = new Replicas(publisher, sealer, "trial-" + own, InstantSource.system(), _ -> {});
    private final KafkaViews views = new KafkaViews(clients, sealer, replicas);
    private final KafkaRequesters requesters = new KafkaRequesters(clients, publisher, sealer, InstantSource.system());
    private final KafkaResponders responders = new KafkaResponders(clients, publisher, sealer, InstantSource.system());
    private final List<SmartLifecycle> started = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        topics.alsoDeadLettersOf(Topics.SECURITY_EVENTS);
        topics.start();
    }

    @AfterEach
    void stop() {
        started.reversed().forEach(SmartLifecycle::stop);
        producer.close();
    }

    @Test
    void topicsAreMadeAsTheCatalogueSays() throws Exception {
        try (var admin = clients.admin()) {
            var accepted = new ConfigResource(ConfigResource.Type.TOPIC, "mail.accepted");
            var configuration =
                    admin.describeConfigs(List.of(accepted)).all().get().get(accepted);

            assertThat(configuration.get("flush.messages").value()).isEqualTo("1");
            assertThat(configuration.get("retention.ms").value())
                    .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
            assertThat(admin.listTopics().names().get())
                    .containsAll(Topics.ALL.stream().map(topic -> topic.name()).toList());
        }
    }

    @Test
    void recordsOfOneKeyComeInTheirOrder() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        consume(
                "order",
                records -> records.forEach(record -> seen.add(record.value().name())));

        for (int i = 0; i < 50; i++) {
            publisher.publish(Topics.SECURITY_EVENTS, own, event("e" + i));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(next(seen)).isEqualTo("e" + i);
        }
    }

    @Test
    @Tag("ENC-11")
    void whatTheBrokerHoldsIsSealedForTopicAndKey() throws Exception {
        var event = event("marker-text");
        byte[] sealed = sealer.seal(Topics.SECURITY_EVENTS, own, event, "");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("marker");
        assertThat(sealer.open(Topics.SECURITY_EVENTS, own, sealed, "")).isEqualTo(event);
        assertThatThrownBy(() -> sealer.open(Topics.SECURITY_EVENTS, "other", sealed, ""))
                .hasMessageContaining("sealed-object-corrupt");
        assertThatThrownBy(() -> sealer.open(Topics.DELIVERY_EVENTS, own, sealed, ""))
                .hasMessageContaining("sealed-object-corrupt");
    }

    @Test
    @Tag("SYS-3")
    void aBatchComesAgainUntilTheResourceIsBack() throws Exception {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        AtomicInteger attempts = new AtomicInteger();
        consume("retry", records -> {
            if (attempts.incrementAndGet() <= 3) {
                throw new DataAccessResourceFailureException("the database is away");
            }
            records.forEach(record -> done.add(record.value().name()));
        });

        publisher.publish(Topics.SECURITY_EVENTS, own, event("patient"));

        assertThat(next(done)).isEqualTo("patient");
        assertThat(attempts).hasValue(4);
    }

    @Test
    @Tag("SYS-3")
    void aPoisonRecordIsPutAsideAndTheRestGoesOn() throws Exception {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        BlockingQueue<String> dead = new LinkedBlockingQueue<>();
        try (var letters = clients.assigned("dead-letters")) {
            var partition = new TopicPartition(Topics.SECURITY_EVENTS.deadLetterName(), 0);
            letters.assign(List.of(partition));
            letters.seekToEnd(List.of(partition));
            letters.position(partition);
            consume(
                    "poison",
                    records -> records.forEach(record -> {
                        if (record.value().name().equals("poison")) {
                            throw new IllegalStateException("cannot be");
                        }
                        done.add(record.value().name());
                    }));

            publisher.publish(Topics.SECURITY_EVENTS, own, event("before"));
            publisher.publish(Topics.SECURITY_EVENTS, own, event("poison"));
            publisher.send(new ProducerRecord<>("security.events", own, new byte[] {1, 2, 3}));
            publisher.publish(Topics.SECURITY_EVENTS, own, event("after"));

            Set<String> names = new HashSet<>();
            while (!names.contains("after")) {
                names.add(next(done));
            }
            Instant giveUp = Instant.now().plus(PATIENCE);
            while (dead.size() < 2 && Instant.now().isBefore(giveUp)) {
                letters.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (own.equals(record.key())) {
                        dead.add(new String(record.headers().lastHeader("cause").value()));
                    }
                });
            }
            assertThat(names).containsExactlyInAnyOrder("before", "after");
            assertThat(dead)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("IllegalStateException"),
                            second -> assertThat(second).contains("SealedObjectCorruptException"));
        }
    }

    @Test
    void aConsumerGoesOnWhereItsGroupStopped() throws Exception {
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        consume(
                "resume",
                records -> records.forEach(record -> first.add(record.value().name())));
        publisher.publish(Topics.SECURITY_EVENTS, own, event("one"));
        assertThat(next(first)).isEqualTo("one");
        consumers.stop();
        started.remove(consumers);

        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        var again = new KafkaConsumers(clients, publisher, sealer, topics);
        again.consume(
                Topics.SECURITY_EVENTS,
                "resume-" + own,
                onlyOwn(records ->
                        records.forEach(record -> second.add(record.value().name()))));
        start(again);
        publisher.publish(Topics.SECURITY_EVENTS, own, event("two"));

        assertThat(next(second)).isEqualTo("two");
    }

    @Test
    void aListenerHearsWhatComesFromNowOn() throws Exception {
        publisher
                .publish(Topics.SECURITY_EVENTS, own, event("past"))
                .toCompletableFuture()
                .get();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        consumers.listen(
                Topics.SECURITY_EVENTS,
                onlyOwn(records ->
                        records.forEach(record -> heard.add(record.value().name()))));
        start(consumers);

        publisher.publish(Topics.SECURITY_EVENTS, own, event("now"));

        assertThat(next(heard)).isEqualTo("now");
    }

    @Test
    void aViewIsLoadedBeforeTheServiceIsReadyAndFollows() throws Exception {
        IpGroup old = group("old");
        IpGroup removed = group("removed");
        publish(old.id(), old);
        publish(removed.id(), removed);
        publish(removed.id(), null);
        publish(old.id(), new IpGroup(old.id(), "new", List.of()));

        ReplicatedView<IpGroup> view = views.viewOf(Topics.POLICY_IP_GROUPS);
        start(views);

        assertThat(view.find(old.id().toString()).map(IpGroup::name)).hasValue("new");
        assertThat(view.find(removed.id().toString())).isEmpty();

        BlockingQueue<ViewChange<IpGroup>> changes = new LinkedBlockingQueue<>();
        view.onChange(change -> {
            if (change.key().equals(old.id().toString())) {
                changes.add(change);
                throw new IllegalStateException("a bad listener");
            }
        });
        publish(old.id(), null);

        assertThat(next(changes)).isInstanceOf(ViewChange.Put.class);
        assertThat(next(changes)).isEqualTo(new ViewChange.Removed<>(old.id().toString()));
        assertThat(view.find(old.id().toString())).isEmpty();
        assertThat(views.viewOf(Topics.POLICY_IP_GROUPS)).isSameAs(view);
    }

    @Test
    void aQuestionIsAnswered() throws Exception {
        responders.answerBlocking(
                sign(Duration.ofSeconds(10)),
                request -> signed(request.fromDomain().text()));
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofSeconds(10)));
        start(requesters);
        start(responders);

        List<CompletableFuture<SignReply>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(requester.ask(own + i, request("d" + i + ".example")).toCompletableFuture());
        }

        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(signed("d" + i + ".example"));
        }
    }

    @Test
    void aQuestionThatNobodyAnswersFailsAtItsDeadline() {
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofMillis(300)));
        start(requesters);

        var answer = requester.ask(own, request("a.example")).toCompletableFuture();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NoAnswerException.class);
    }

    @Test
    void aQuestionPastItsDeadlineIsDropped() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofMillis(50)));
        start(requesters);
        assertThatThrownBy(() -> requester
                        .ask(own, request("late.example"))
                        .toCompletableFuture()
                        .get())
                .hasCauseInstanceOf(NoAnswerException.class);

        answerAndRemember(asked);
        assertThatThrownBy(() -> requester
                        .ask(own, request("soon.example"))
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(ExecutionException.class); // 50 ms may be too short while the responder joins
        String first = asked.poll(2, TimeUnit.SECONDS);

        assertThat(first == null || first.equals("soon.example")).isTrue();
    }

    private void answerAndRemember(BlockingQueue<String> asked) {
        responders.answerBlocking(sign(Duration.ofSeconds(1)), request -> {
            asked.add(request.fromDomain().text());
            return signed(request.fromDomain().text());
        });
        start(responders);
    }

    @Test
    void aHandlerThatFailsIsNoAnswerAtOnce() {
        responders.answerBlocking(sign(Duration.ofSeconds(60)), _ -> {
            throw new IllegalStateException("broken");
        });
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofSeconds(60)));
        start(requesters);
        start(responders);

        var answer = requester.ask(own, request("a.example")).toCompletableFuture();

        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(NoAnswerException.class);
    }

    @Test
    void anAnswerToAnotherQuestionIsNotTaken() throws Exception {
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofSeconds(2)));
        start(requesters);
        CompletableFuture<Void> forged = new CompletableFuture<>();
        try (var requests = clients.assigned("eavesdropper")) {
            var partitions = KafkaClients.partitions(requests, "dkim.requests");
            requests.assign(partitions);
            requests.seekToEnd(partitions);
            partitions.forEach(requests::position);
            var answer = requester.ask(own, request("a.example")).toCompletableFuture();
            while (!forged.isDone()) {
                requests.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (own.equals(record.key())) {
                        Correlation asked = Correlation.of(record);
                        // an honest answer, but to a question asked before
                        var before = new Correlation(
                                asked.instance(), asked.number() - 1, asked.replyPartition(), asked.deadlineMillis());
                        byte[] sealed = sealer.seal(Topics.DKIM_REPLIES, own, signed("forged.example"), before.bound());
                        publisher.send(new ProducerRecord<>(
                                "dkim.replies", asked.replyPartition(), own, sealed, asked.headers()));
                        forged.complete(null);
                    }
                });
            }

            assertThatThrownBy(answer::get).hasCauseInstanceOf(NoAnswerException.class);
        }
    }

    @Test
    void askingIsQuick() throws Exception {
        responders.answer(
                sign(Duration.ofSeconds(10)), request -> CompletableFuture.completedFuture(signed("a.example")));
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofSeconds(10)));
        start(requesters);
        start(responders);
        for (int i = 0; i < 300; i++) {
            requester.ask(own, request("a.example")).toCompletableFuture().get();
        }

        long[] micros = new long[300];
        for (int i = 0; i < micros.length; i++) {
            long start = System.nanoTime();
            requester.ask(own, request("a.example")).toCompletableFuture().get();
            micros[i] = (System.nanoTime() - start) / 1000;
        }
        Arrays.sort(micros);

        System.out.println("request/reply p50 " + micros[150] + " us, p99 " + micros[297] + " us");
        assertThat(Duration.ofNanos(micros[150] * 1000)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void anUnreachableBrokerFailsThePublication() {
        var away = new KafkaClients(
                new KafkaSettings("127.0.0.1:1", Map.of()), new ServiceDescription("away", "", Set.of(), Set.of()));
        try (var unconnected = away.producer()) {
            var published = new KafkaTopicPublisher(unconnected, sealer)
                    .publish(Topics.SECURITY_EVENTS, own, event("lost"))
                    .toCompletableFuture();

            assertThatThrownBy(published::get).hasCauseInstanceOf(PublishFailedException.class);
        }
    }

    @Test
    @Tag("CFG-2")
    void theOutboxPublishesWhatWasCommittedAndNothingElse() throws Exception {
        var schemas = TestSchemas.withOutbox();
        var relay = new OutboxRelay(schemas.jdbc(), schemas.transactions(), publisher, "trial");
        Outbox outbox = new JdbcOutbox(
                schemas.jdbc(),
                sealer,
                relay,
                replicas,
                new AuditDocuments(ApiJson.mapper()),
                "trial",
                InstantSource.system());
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        consume(
                "outbox",
                records -> records.forEach(record -> seen.add(record.value().name())));

        assertThatThrownBy(() -> outbox.add(Topics.SECURITY_EVENTS, own, event("no transaction")))
                .isInstanceOf(IllegalStateException.class);
        schemas.transactions().executeWithoutResult(status -> {
            outbox.add(Topics.SECURITY_EVENTS, own, event("rolled back"));
            status.setRollbackOnly();
        });
        schemas.transactions().executeWithoutResult(_ -> {
            for (int i = 0; i < 3; i++) {
                outbox.add(Topics.SECURITY_EVENTS, own, event("committed " + i));
            }
        });
        start(relay); // as after a crash between commit and publication
        assertThat(next(seen)).isEqualTo("committed 0");
        assertThat(next(seen)).isEqualTo("committed 1");
        assertThat(next(seen)).isEqualTo("committed 2");

        Instant added = Instant.now();
        schemas.transactions().executeWithoutResult(_ -> outbox.add(Topics.SECURITY_EVENTS, own, event("woken up")));
        assertThat(next(seen)).isEqualTo("woken up");
        assertThat(Duration.between(added, Instant.now())).isLessThan(Duration.ofSeconds(2));
        relay.stop();
        assertThat(schemas.jdbc()
                        .sql("SELECT count(*) FROM outbox")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theOutboxRefusesWhatTheBrokerWouldNeverTake() {
        var schemas = TestSchemas.withOutbox();
        var relay = new OutboxRelay(schemas.jdbc(), schemas.transactions(), publisher, "trial");
        Outbox outbox = new JdbcOutbox(
                schemas.jdbc(),
                sealer,
                relay,
                replicas,
                new AuditDocuments(ApiJson.mapper()),
                "trial",
                InstantSource.system());
        var tooLarge =
                new SecurityEvent("large", Instant.EPOCH, "trial", null, Map.of("a", "x".repeat(JdbcOutbox.MAX_VALUE)));

        assertThatThrownBy(() -> schemas.transactions()
                        .executeWithoutResult(_ -> outbox.add(Topics.SECURITY_EVENTS, own, tooLarge)))
                .hasMessageContaining("too large");
        assertThat(schemas.jdbc()
                        .sql("SELECT count(*) FROM outbox")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aRequestForAPartitionThatCannotBeIsPassedOver() throws Exception {
        Requester<SignRequest, SignReply> requester = requesters.requester(sign(Duration.ofSeconds(10)));
        start(requesters);
        var forged = new Correlation(
                UUID.randomUUID(), 1, -1, Instant.now().plusSeconds(60).toEpochMilli());
        publisher
                .send(new ProducerRecord<>("dkim.requests", null, own, new byte[] {1, 2, 3}, forged.headers()))
                .toCompletableFuture()
                .get();
        var answer = requester.ask(own, request("a.example")).toCompletableFuture(); // the same key: the same batch
        responders.answerBlocking(sign(Duration.ofSeconds(10)), _ -> signed("a.example"));
        start(responders);

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(signed("a.example"));
    }

    private void consume(String name, BatchHandler<SecurityEvent> handler) {
        consumers.consume(Topics.SECURITY_EVENTS, name + "-" + own, onlyOwn(handler));
        start(consumers);
    }

    private BatchHandler<SecurityEvent> onlyOwn(BatchHandler<SecurityEvent> handler) {
        return records -> {
            List<ConsumedRecord<SecurityEvent>> mine =
                    records.stream().filter(record -> record.key().equals(own)).toList();
            if (!mine.isEmpty()) {
                handler.handle(mine);
            }
        };
    }

    private void start(SmartLifecycle part) {
        part.start();
        started.add(part);
    }

    private void publish(IpGroupId id, IpGroup value) throws Exception {
        publisher
                .publish(Topics.POLICY_IP_GROUPS, id.toString(), value)
                .toCompletableFuture()
                .get();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T value = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(value).as("something within " + PATIENCE).isNotNull();
        return value;
    }

    private static Exchange<SignRequest, SignReply> sign(Duration deadline) {
        return new Exchange<>("sign", Topics.DKIM_REQUESTS, Topics.DKIM_REPLIES, deadline);
    }

    private static SignRequest request(String domain) {
        return new SignRequest(
                new QueueId(new UUID(1, 2)),
                new Domain(domain),
                List.of(Octets.wrap(new byte[500])),
                Octets.wrap(new byte[32]));
    }

    private static SignReply signed(String domain) {
        return new SignReply.Signed(List.of(Octets.wrap(domain.getBytes(StandardCharsets.US_ASCII))));
    }

    private static SecurityEvent event(String name) {
        return new SecurityEvent(name, Instant.EPOCH, "trial", null, Map.of("a", "b"));
    }

    private static IpGroup group(String name) {
        return new IpGroup(new IpGroupId(UUID.randomUUID()), name, List.of());
    }
}
