package org.letterlock.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.egress.RunningEgress.await;
import static org.letterlock.egress.RunningEgress.sender;
import static org.letterlock.egress.RunningEgress.to;
import static org.letterlock.egress.RunningEgress.viaHost;
import static org.letterlock.egress.RunningEgress.viaMx;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.egress.ForeignServer.Received;
import org.springframework.context.ConfigurableApplicationContext;

/** Delivery to a server that we did not write, by whichever replica. */
class EgressServiceTest {
    private static final String MESSAGE = "From: anna@example.org\r\nSubject: hello\r\n\r\n.dot\r\n..\r\nend\r\n";

    private static final RunningEgress egress = RunningEgress.shared();
    private static ForeignServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ForeignServer();
        routeTo(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Tag("QUEUE-1")
    @Tag("QUEUE-12")
    @Tag("SMUG-4")
    void aMessageReachesAnotherServerAsItIs() throws Exception {
        String prefix = "Received: from here\r\n";
        String content =
                MESSAGE + "gr\u00fc\u00dfe\r\n" + "x".repeat(70).concat("\r\n").repeat(6000);
        AcceptedMessage message = egress.send(
                sender("anna@example.org"), prefix, content, to("ben@elsewhere.example"), to("carl@elsewhere.example"));

        Received received = server.take("ben@elsewhere.example");

        assertThat(received.from()).isEqualTo("anna@example.org");
        assertThat(received.recipients()).containsExactly("ben@elsewhere.example", "carl@elsewhere.example");
        assertThat(received.text()).isEqualTo(prefix + content);
        assertThat(received.overTls()).isTrue();
        assertThat(egress.awaitEvents(message, 2))
                .extracting(DeliveryEvent::outcome)
                .containsOnly(Outcome.RELAYED);
        assertThat(egress.awaitEvents(message, 2).getFirst().reply()).startsWith("250 ");
    }

    @Test
    @Tag("SYS-3")
    void aRecordThatComesAgainSendsNothingTwice() throws Exception {
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("once@elsewhere.example"));
        server.take("once@elsewhere.example");
        egress.awaitEvents(message, 1);

        egress.publish(message);
        AcceptedMessage next = egress.send(sender("anna@example.org"), "", MESSAGE, to("next@elsewhere.example"));

        server.take("next@elsewhere.example");
        egress.awaitEvents(next, 1);
        assertThat(server.count("once@elsewhere.example")).isZero();
    }

    @Test
    @Tag("QUEUE-2")
    void aServerThatIsBusyIsTriedAgain() throws Exception {
        server.refuse("later@elsewhere.example", 450);
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("later@elsewhere.example"));
        assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.DELAYED);

        server.accept("later@elsewhere.example");
        egress.clock.advance(Duration.ofMinutes(6));

        server.take("later@elsewhere.example");
        assertThat(egress.awaitEvents(message, 2).getLast().outcome()).isEqualTo(Outcome.RELAYED);
    }

    @Test
    @Tag("QUEUE-10")
    void theMailExchangersOfTheDnsAreTriedInTheirOrder() throws Exception {
        egress.dns
                .add("mx.example", "MX", "10 down.mx.example.")
                .add("mx.example", "MX", "20 up.mx.example.")
                .add("down.mx.example", "A", "127.0.0.2")
                .add("up.mx.example", "A", "127.0.0.1");
        routeTo(Map.of("*@mx.example", server.port()));

        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@mx.example"));

        server.take("ben@mx.example");
        egress.awaitEvents(message, 1);
    }

    @Test
    @Tag("QUEUE-10")
    void aDomainThatTakesNoMailIsRefusedAtOnce() throws Exception {
        egress.dns.add("null.example", "MX", "0 .");
        routeTo(Map.of("*@null.example", server.port(), "*@nowhere.example", server.port()));

        AcceptedMessage nullMx = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@null.example"));
        AcceptedMessage noDomain = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@nowhere.example"));

        assertThat(egress.awaitEvents(nullMx, 1).getFirst().outcome()).isEqualTo(Outcome.BOUNCED);
        assertThat(egress.awaitEvents(nullMx, 1).getFirst().reply()).startsWith("556 ");
        assertThat(egress.awaitEvents(noDomain, 1).getFirst().outcome()).isEqualTo(Outcome.BOUNCED);
    }

    @Test
    @Tag("SYS-4")
    void aDnsFailureIsNoVerdict() throws Exception {
        egress.dns.failFor("broken.example");
        routeTo(Map.of("*@broken.example", server.port()));
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@broken.example"));

        assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.DELAYED);
    }

    @Test
    @Tag("QUEUE-14")
    void mailThatWouldComeBackToUsIsALoop() throws Exception {
        egress.dns
                .add("loop.example", "MX", "10 mx.loop.example.")
                .add("mx.loop.example", "A", "127.0.0.1")
                .add("own.example", "MX", "10 out.example.org.");
        String port25 = "{\"pattern\":\"*@loop.example\"},{\"pattern\":\"*@own.example\"}";
        egress.route(port25 + "," + viaHost("*", server.port()));
        AcceptedMessage byAddress = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@loop.example"));
        AcceptedMessage byName = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@own.example"));

        for (AcceptedMessage message : List.of(byAddress, byName)) {
            DeliveryEvent event = egress.awaitEvents(message, 1).getFirst();
            assertThat(event.outcome()).isEqualTo(Outcome.BOUNCED);
            assertThat(event.reply()).contains("loops back");
        }
        routeTo(Map.of());
    }

    @Test
    @Tag("QUEUE-10")
    void aRouteIsExplained() throws Exception {
        HttpResponse<String> explained =
                egress.call("POST", "/api/v1/explain/route", "{\"recipient\":\"ben@elsewhere.example\"}", null);

        assertThat(explained.body()).contains("127.0.0.1 [127.0.0.1]:" + server.port(), "\"tls\":\"opportunistic\"");
        assertThat(egress.call("PUT", "/api/v1/smtp/routes", "{\"rules\":[]}", null)
                        .statusCode())
                .isEqualTo(428);
    }

    @Test
    @Tag("QUEUE-1")
    @Tag("KEY-6")
    void anEntryThatDoesNotOpenHoldsUpNoOther() throws Exception {
        server.refuse("damaged@elsewhere.example", 450);
        AcceptedMessage damaged = egress.send(sender("anna@example.org"), "", MESSAGE, to("damaged@elsewhere.example"));
        egress.awaitEvents(damaged, 1);
        try (Connection connection = egress.database.connect();
                Statement statement = connection.createStatement()) {
            String row = " where queue_id = '" + damaged.queueId() + "'";
            statement.executeUpdate(
                    "update egress.recipient set recipient = '\\x00', next_attempt_at = '2000-01-01 00:00:00Z'" + row);

            egress.send(sender("anna@example.org"), "", MESSAGE, to("behind@elsewhere.example"));

            assertThat(server.take("behind@elsewhere.example").recipients())
                    .containsExactly("behind@elsewhere.example");
            statement.executeUpdate("delete from egress.message" + row);
        }
    }

    @Test
    @Tag("ENC-7")
    void nothingPersonalLiesReadableInTheTables() throws Exception {
        server.refuse("marker-rcpt@marker-domain.example", 450);
        egress.send(
                sender("marker-from@example.org"),
                "",
                "Subject: marker-subject\r\n\r\nmarker-body\r\n",
                to("marker-rcpt@marker-domain.example"));
        await(() -> tables().contains("QUEUED"));

        assertThat(tables()).doesNotContain("marker-");
    }

    @Test
    @Tag("QUEUE-5")
    void whatADeadReplicaHadTakenIsTakenOverWithinAMinute() throws Exception {
        server.refuse("orphan@elsewhere.example", 450);
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("orphan@elsewhere.example"));
        egress.awaitEvents(message, 1);
        server.accept("orphan@elsewhere.example");
        String now = egress.clock.instant().toString();
        execute("insert into egress.replica values ('00000000-0000-0000-0000-000000000001', '" + now + "')");
        execute("update egress.recipient set next_attempt_at = '" + now + "', locked_until = '" + now
                + "'::timestamptz + interval '10 minutes', locked_by = '00000000-0000-0000-0000-000000000001'"
                + " where queue_id = '" + message.queueId() + "'");
        AcceptedMessage later = egress.send(sender("anna@example.org"), "", MESSAGE, to("free@elsewhere.example"));
        egress.awaitEvents(later, 1);
        assertThat(server.count("orphan@elsewhere.example")).isZero();

        egress.clock.advance(Duration.ofSeconds(46));

        server.take("orphan@elsewhere.example");
    }

    @Test
    @Tag("QUEUE-5")
    void twoReplicasDeliverEachMessageOnce() throws Exception {
        try (ConfigurableApplicationContext second = egress.startSecond()) {
            List<AcceptedMessage> messages = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                messages.add(
                        egress.send(sender("anna@example.org"), "", MESSAGE, to("twin" + i + "@elsewhere.example")));
            }
            for (AcceptedMessage message : messages) {
                assertThat(egress.awaitEvents(message, 1)).hasSize(1);
            }

            for (int i = 0; i < 60; i++) {
                assertThat(server.count("twin" + i + "@elsewhere.example")).isEqualTo(1);
            }
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    @Tag("QUEUE-4")
    void manyRecipientsGoInTransactionsOfTwenty() throws Exception {
        Recipient[] recipients = new Recipient[45];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = to("many" + i + "@elsewhere.example");
        }
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, recipients);
        egress.awaitEvents(message, recipients.length);

        int received = 0;
        while (received < recipients.length) {
            List<String> together =
                    server.take("many" + received + "@elsewhere.example").recipients();
            assertThat(together).hasSizeLessThanOrEqualTo(20);
            received += together.size();
        }
        assertThat(received).isEqualTo(recipients.length);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = egress.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String tables() {
        StringBuilder all = new StringBuilder();
        try (Connection connection = egress.database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("egress.message", "egress.recipient", "egress.setting", "egress.outbox")) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            byte[] value = rows.getBytes(i);
                            all.append(value == null ? "" : new String(value, ISO_8859_1));
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }

    /** Everything goes to the foreign server, but these patterns by the DNS. */
    private static void routeTo(Map<String, Integer> mxPorts) throws Exception {
        StringBuilder rules = new StringBuilder();
        mxPorts.forEach((pattern, port) -> rules.append(viaMx(pattern, port)).append(','));
        egress.route(rules + viaHost("*", server.port()));
    }
}
