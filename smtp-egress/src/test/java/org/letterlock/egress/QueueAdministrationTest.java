package org.letterlock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.egress.RunningEgress.await;
import static org.letterlock.egress.RunningEgress.sender;
import static org.letterlock.egress.RunningEgress.to;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;

/** What administrators see of the queue and do to it, to one message and to many. */
@Tag("QUEUE-3")
class QueueAdministrationTest {
    private static final String MESSAGE = "From: anna@example.org\r\nSubject: hello\r\n\r\ntext\r\n";
    private static final String QUEUE = "/api/v1/queue";
    private static final String MINE = "recipient=*@bulk.example";
    private static final RunningEgress egress = RunningEgress.shared();

    private static ForeignServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ForeignServer();
    }

    @AfterAll
    static void stop() throws Exception {
        egress.route("");
        server.close();
    }

    @BeforeEach
    void everythingWaits() throws Exception {
        egress.route(RunningEgress.viaHost("*", server.port()));
    }

    @AfterEach
    void nothingIsLeft() {
        await(() -> {
            act("delete", "{\"recipient\":\"*@bulk.example\"}");
            act("delete", "{\"state\":\"damaged\"}");
            return find(MINE).contains("\"items\":[]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sender=anna@*, true",
        "sender=ben@*, false",
        "recipient=W?iting*, true",
        "state=queued, true",
        "state=held, false",
        "service=sub*, true",
        "service=smtp, false",
        "clientAddress=192.0.2.*, true",
        "clientAddress=198.51.100.*, false",
        "account=00000000-0000-7000-8000-000000000001, false",
        "status=4.*, true",
        "status=5.*, false",
        "reply=450*not%20here*, true",
        "reply=451*, false",
        "minAttempts=1, true",
        "minAttempts=2, false",
        "minSize=48, true",
        "minSize=1000000, false",
        "maxSize=1000000, true",
        "maxSize=47, false",
        "acceptedFrom=2020-01-01T00:00:00Z, true",
        "acceptedFrom=2120-01-01T00:00:00Z, false",
        "acceptedBefore=2120-01-01T00:00:00Z, true",
        "acceptedBefore=2020-01-01T00:00:00Z, false",
    })
    void theListIsFilteredByWhatAMessageHas(String parameter, boolean found) throws Exception {
        String id = waiting("waiting@bulk.example").queueId().toString();

        String listed = find(parameter.startsWith("recipient") ? parameter : MINE + "&" + parameter);

        assertThat(listed.contains(id)).as(listed).isEqualTo(found);
    }

    @Test
    @Tag("API-8")
    void whatCannotBeMeantIsTold() throws Exception {
        assertThat(egress.call("GET", QUEUE + "?colour=red", "", null).statusCode())
                .isEqualTo(400);
        assertThat(egress.call("GET", QUEUE + "?state=lost", "", null).body()).contains("\"/state\"");
        assertThat(act("dance", "{\"state\":\"lost\"}")).contains("\"/action\"", "\"/filter/state\"");
        assertThat(egress.call("POST", QUEUE + "/actions", "{\"action\":\"hold\"}", null)
                        .body())
                .contains("\"/filter\"", "required");
    }

    @Test
    void anAdministratorHoldsReleasesAndDeletes() throws Exception {
        AcceptedMessage message = waiting("stuck@bulk.example");
        String path = QUEUE + "/" + message.queueId();

        assertThat(find("recipient=STUCK*"))
                .contains(message.queueId().toString(), "\"state\":\"queued\"", "\"attempts\":1", "450 ");
        assertThat(find("recipient=other*")).contains("\"items\":[]");
        assertThat(egress.status("POST", path + "/hold")).isEqualTo(204);
        assertThat(find("state=held")).contains(message.queueId().toString());
        egress.clock.advance(Duration.ofHours(1));
        assertThat(egress.status("POST", path + "/release")).isEqualTo(204);
        assertThat(egress.awaitEvents(message, 3).getLast().outcome()).isEqualTo(Outcome.DELAYED);
        assertThat(egress.call("DELETE", path, "", null).statusCode()).isEqualTo(428);
        HttpResponse<String> seen = egress.call("GET", path, "", null);
        String tag = seen.headers().firstValue("ETag").orElseThrow();
        assertThat(egress.status("POST", path + "/hold")).isEqualTo(204);
        await(() -> egress.body(path).contains("\"state\":\"held\""));
        assertThat(egress.status("DELETE", path, tag)).isEqualTo(412);
        await(() -> egress.status("DELETE", path + "?bounce=true", "*") == 204);

        assertThat(server.take("anna@reports.example").text())
                .contains("Action: failed", "Deleted by an administrator");
        assertThat(egress.status("GET", path)).isEqualTo(404);
    }

    @Test
    @Tag("VAL-4")
    void manyMessagesAreCountedBeforeTheyAreChanged() throws Exception {
        List<AcceptedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.add(waiting("rcpt" + i + "@bulk.example"));
        }
        String filter = "{\"recipient\":\"rcpt*@bulk.example\"}";

        assertThat(call("hold", filter, "?dryRun=true")).contains("\"matched\":5", "\"done\":0");
        assertThat(find(MINE + "&state=held")).contains("\"items\":[]");
        assertThat(act("hold", filter)).contains("\"matched\":5", "\"done\":5");
        assertThat(find(MINE + "&state=queued")).contains("\"items\":[]");
        assertThat(act("release", "{\"recipient\":\"rcpt1@*\",\"state\":\"held\"}"))
                .contains("\"done\":1");
        egress.awaitEvents(messages.get(1), 3);
        assertThat(act("hold", "{\"recipient\":\"nobody@bulk.example\"}")).contains("\"matched\":0", "\"done\":0");
    }

    @Test
    void aDeletionOfManyTellsTheirSendersWhereItIsAskedTo() throws Exception {
        AcceptedMessage message = waiting("gone@bulk.example");
        await(() -> act("delete", "{\"recipient\":\"gone@bulk.example\"}", "\"bounce\":true")
                .contains("\"done\":1"));

        assertThat(server.take("anna@reports.example").text()).contains("Deleted by an administrator");
        assertThat(egress.status("GET", QUEUE + "/" + message.queueId())).isEqualTo(404);
    }

    @Test
    @Tag("KEY-6")
    void aDamagedMessageBreaksNoListAndCanBeRemoved() throws Exception {
        AcceptedMessage fine = waiting("fine@bulk.example");
        AcceptedMessage damaged = waiting("damaged@bulk.example");
        AcceptedMessage half = waiting("half@bulk.example", "lost@bulk.example");
        execute("update egress.message set details = '\\x00' where queue_id = '" + damaged.queueId() + "'");
        execute("update egress.recipient set recipient = '\\x00' where number = 1 and queue_id = '" + half.queueId()
                + "'");

        String all = find("limit=1000");
        assertThat(all).contains(fine.queueId().toString(), damaged.queueId().toString());
        assertThat(egress.body(QUEUE + "/" + damaged.queueId())).contains("\"damaged\":1", "\"recipients\":[]");
        assertThat(egress.body(QUEUE + "/" + half.queueId())).contains("half@bulk.example", "\"damaged\":1");
        assertThat(find("state=damaged"))
                .contains(damaged.queueId().toString(), half.queueId().toString())
                .doesNotContain(fine.queueId().toString());
        for (AcceptedMessage message : List.of(damaged, half)) {
            String path = QUEUE + "/" + message.queueId();
            assertThat(egress.status("POST", path + "/hold")).isEqualTo(204);
            assertThat(egress.status("POST", path + "/release")).isEqualTo(204);
            await(() -> egress.status("DELETE", path, "*") == 204);
            assertThat(egress.status("GET", path)).isEqualTo(404);
        }
    }

    @Test
    @Tag("CFG-7")
    @Tag("QUEUE-2")
    void aChangedRetryTimeHoldsFromTheNextFailureOn() throws Exception {
        DeliveryPolicy old = DeliveryPolicy.DEFAULT;
        publish(new DeliveryPolicy(
                List.of(77_000),
                old.warnAfterSeconds(),
                old.expireAfterSeconds(),
                old.expireReportsAfterSeconds(),
                old.parallelDeliveries(),
                old.parallelPerDomain(),
                old.recipientsPerTransaction(),
                old.hideClientAddress(),
                old.signedConversion(),
                old.logSubjects()));
        try {
            AcceptedMessage message = waiting("much-later@bulk.example");

            String next = egress.body(QUEUE + "/" + message.queueId())
                    .replaceFirst(".*\"nextAttemptAt\":\"([^\"]+)\".*", "$1");
            assertThat(Duration.between(message.acceptedAt(), Instant.parse(next)))
                    .isBetween(Duration.ofSeconds(69_000), Duration.ofSeconds(85_000));
        } finally {
            publish(old);
        }
    }

    private static void publish(DeliveryPolicy policy) throws Exception {
        egress.publisher()
                .publish(Topics.POLICY_DELIVERY, "delivery", policy)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        ReplicatedView<DeliveryPolicy> view =
                egress.service.getBean(Views.class).viewOf(Topics.POLICY_DELIVERY);
        await(() -> view.find("delivery").filter(policy::equals).isPresent());
    }

    private static AcceptedMessage waiting(String... recipients) throws Exception {
        for (String recipient : recipients) {
            server.refuse(recipient, 450);
        }
        AcceptedMessage message = egress.send(
                sender("anna@reports.example"),
                "",
                MESSAGE,
                Stream.of(recipients).map(each -> to(each)).toArray(Recipient[]::new));
        egress.awaitEvents(message, recipients.length);
        await(() -> egress.body(QUEUE + "/" + message.queueId()).contains("\"attempts\":1"));
        return message;
    }

    private static String find(String query) {
        return egress.body(QUEUE + "?" + query);
    }

    private static String act(String action, String filter, String... more) {
        return call(action, filter, "", more);
    }

    private static String call(String action, String filter, String query, String... more) {
        String rest = more.length == 0 ? "" : "," + String.join(",", more);
        try {
            HttpResponse<String> reply = egress.call(
                    "POST",
                    QUEUE + "/actions" + query,
                    "{\"action\":\"" + action + "\",\"filter\":" + filter + rest + "}",
                    null);
            return reply.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = egress.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
