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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.Envelope.Returned;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.Recipient.Notify;
import org.letterlock.egress.ForeignServer.Received;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.springframework.context.ConfigurableApplicationContext;

/** Delivery to a server that we did not write, and to some that misbehave. */
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
    @Tag("QUEUE-6")
    @Tag("QUEUE-13")
    void whoeverIsRefusedIsReportedAndTheOthersAreServed() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        AcceptedMessage message = egress.send(
                new Envelope(
                        sender("boss@reports.example"),
                        null,
                        "id-77",
                        List.of(to("nobody@elsewhere.example"), to("lucky@elsewhere.example"))),
                "",
                MESSAGE);

        assertThat(server.take("lucky@elsewhere.example").recipients()).containsExactly("lucky@elsewhere.example");
        Received report = server.take("boss@reports.example");
        assertThat(report.from()).isEmpty();
        assertThat(report.text())
                .contains(
                        "Content-Type: multipart/report; report-type=delivery-status;",
                        "Auto-Submitted: auto-replied",
                        "To: <boss@reports.example>",
                        "Original-Envelope-Id: id-77",
                        "Reporting-MTA: dns; out.example.org",
                        "Original-Recipient: rfc822;nobody@elsewhere.example",
                        "Final-Recipient: rfc822; nobody@elsewhere.example",
                        "Action: failed",
                        "Status: 5.",
                        "Remote-MTA: dns; 127.0.0.1",
                        "Diagnostic-Code: smtp; 550 ",
                        "Content-Type: text/rfc822-headers",
                        "Subject: hello")
                .doesNotContain("Final-Recipient: rfc822; lucky@", ".dot");
        assertThat(egress.awaitEvents(message, 2))
                .extracting(DeliveryEvent::outcome)
                .containsExactlyInAnyOrder(Outcome.BOUNCED, Outcome.RELAYED);
    }

    @Test
    @Tag("DKIM-19")
    void aReportIsSignedByTheDomainOfItsSender() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        egress.send(
                new Envelope(
                        sender("signed@reports.example"), Returned.FULL, null, List.of(to("nobody@elsewhere.example"))),
                "",
                MESSAGE);

        String text = server.take("signed@reports.example").text();
        String signed = text.substring(RunningEgress.SIGNATURE.length());
        assertThat(text).startsWith(RunningEgress.SIGNATURE);
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(signed.substring(signed.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1));
        assertThat(egress.observer.signRequests)
                .extracting(SignRequest::bodyDigest)
                .contains(Octets.wrap(digest.digest()));
        assertThat(signed).contains("From: Mail Delivery System <MAILER-DAEMON@out.example.org>");
    }

    @Test
    @Tag("DKIM-19")
    @Tag("DKIM-29")
    void aReportThatCannotBeSignedIsMadeLaterAndNobodyGetsTheMessageTwice() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        egress.observer.signerIsAway = true;
        AcceptedMessage message;
        try {
            message = egress.send(
                    sender("sign-later@reports.example"),
                    "",
                    MESSAGE,
                    to("nobody@elsewhere.example"),
                    to("fine@elsewhere.example"));
            assertThat(egress.awaitEvents(message, 2))
                    .extracting(DeliveryEvent::outcome)
                    .containsExactlyInAnyOrder(Outcome.DELAYED, Outcome.RELAYED);
        } finally {
            egress.observer.signerIsAway = false;
        }
        egress.clock.advance(Duration.ofMinutes(6));

        assertThat(server.take("sign-later@reports.example").text())
                .startsWith(RunningEgress.SIGNATURE)
                .contains("Action: failed", "Diagnostic-Code: smtp; 550 ");
        server.take("fine@elsewhere.example");
        assertThat(server.count("fine@elsewhere.example")).isZero();
        assertThat(egress.awaitEvents(message, 3).getLast().outcome()).isEqualTo(Outcome.BOUNCED);
    }

    @Test
    @Tag("QUEUE-6")
    @Tag("DKIM-19")
    void aSenderOfOursGetsTheReportIntoTheMailboxSignedByItsDomain() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        AccountId anna = egress.account("anna.local@example.org");

        egress.send(sender("anna.local@example.org"), "", MESSAGE, to("nobody@elsewhere.example"));

        await(() -> egress.reportTo("anna.local").isPresent());
        AcceptedMessage report = egress.reportTo("anna.local").orElseThrow();
        assertThat(report.envelope().reversePath()).isEqualTo(new ReversePath.Null());
        assertThat(report.envelope().recipients())
                .extracting(Recipient::destination)
                .containsExactly(new Destination.LocalMailbox(anna));
        assertThat(report.content().keys()).extracting(KeyEnvelope::reader).containsExactly(Reader.MAILSTORE);
        assertThat(egress.observer.signRequests)
                .filteredOn(request -> request.queueId().equals(report.queueId()))
                .extracting(SignRequest::fromDomain)
                .containsExactly(new Domain("example.org"));
    }

    @Test
    @Tag("QUEUE-6")
    void theWholeMessageIsReturnedToWhomAskedForIt() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        egress.send(
                new Envelope(
                        sender("full@reports.example"), Returned.FULL, null, List.of(to("nobody@elsewhere.example"))),
                "Received: x\r\n",
                MESSAGE);

        assertThat(server.take("full@reports.example").text())
                .contains("Content-Type: message/rfc822\r\n\r\nReceived: x\r\n" + MESSAGE + "\r\n--report-");
    }

    @Test
    @Tag("QUEUE-6")
    void nobodyIsToldWhoDoesNotWantItOrMayBeForged() throws Exception {
        server.refuse("nobody@elsewhere.example", 550);
        AcceptedMessage bounce = egress.send(new ReversePath.Null(), "", MESSAGE, to("nobody@elsewhere.example"));
        AcceptedMessage never =
                egress.send(sender("quiet@reports.example"), "", MESSAGE, to("nobody@elsewhere.example", Notify.NEVER));
        AcceptedMessage successOnly = egress.send(
                sender("quiet@reports.example"), "", MESSAGE, to("nobody@elsewhere.example", Notify.SUCCESS));

        for (AcceptedMessage message : List.of(bounce, never, successOnly)) {
            assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.BOUNCED);
        }
        assertThat(egress.accepted)
                .filteredOn(report -> report.service().equals("egress"))
                .extracting(report ->
                        report.envelope().recipients().getFirst().given().localPart())
                .doesNotContain("quiet");
    }

    @Test
    @Tag("QUEUE-6")
    void aServerThatSendsNoReportsLeavesTheSuccessToUs() throws Exception {
        AcceptedMessage message = egress.send(
                sender("glad@reports.example"), "", MESSAGE, to("glad-rcpt@elsewhere.example", Notify.SUCCESS));

        assertThat(server.take("glad@reports.example").text())
                .contains("Action: relayed", "Status: 2.", "To: <glad@reports.example>");
        egress.awaitEvents(message, 1);
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
    @Tag("QUEUE-2")
    void aMessageThatWaitsTooLongIsAnnouncedAndThenGivenUp() throws Exception {
        server.refuse("never@elsewhere.example", 451);
        AcceptedMessage message =
                egress.send(sender("patient@reports.example"), "", MESSAGE, to("never@elsewhere.example"));
        String givenUp = DateTimeFormatter.ofPattern("EEE, d MMM yyyy", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(message.acceptedAt().plus(Duration.ofDays(5)));
        egress.awaitEvents(message, 1);

        egress.clock.advance(Duration.ofHours(5));
        assertThat(server.take("patient@reports.example").text())
                .contains("Action: delayed", "Will-Retry-Until: " + givenUp, "Subject: Delayed mail");
        egress.awaitEvents(message, 2);

        egress.clock.advance(Duration.ofDays(5));
        assertThat(server.take("patient@reports.example").text()).contains("Action: failed", "Status: 5.4.7", "451 ");
        assertThat(egress.awaitEvents(message, 3).getLast().outcome()).isEqualTo(Outcome.BOUNCED);
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
    @Tag("QUEUE-12")
    @Tag("TLS-6")
    void afterABrokenHandshakeTheNextTryIsInClear() throws Exception {
        AcceptedMessage message;
        try (ScriptedPeer peer = new ScriptedPeer(line -> switch (verb(line)) {
            case "" -> "220 mx ESMTP\r\n";
            case "EHLO" -> "250-mx\r\n250 STARTTLS\r\n";
            case "STARTTLS" -> "220 go\r\n";
            default -> politely(line);
        })) {
            egress.route(viaHost("*@tls.example", peer.port()) + "," + viaHost("*", server.port()));
            message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@tls.example"));
            assertThat(egress.awaitEvents(message, 1).getFirst().reply()).contains("TLS handshake failed");
            assertThat(peer.lines()).doesNotContain("MAIL FROM:<anna@example.org>");

            egress.clock.advance(Duration.ofMinutes(6));

            assertThat(egress.awaitEvents(message, 2).getLast().outcome()).isEqualTo(Outcome.RELAYED);
            assertThat(peer.lines()).contains("MAIL FROM:<anna@example.org>", ".");
        } finally {
            routeTo(Map.of());
        }
    }

    @Test
    @Tag("TLS-6")
    void octetsInsertedBeforeTheHandshakeAreNotBelieved() throws Exception {
        assertThat(hostile("inject.example", line -> switch (verb(line)) {
                    case "" -> "220 mx ESMTP\r\n";
                    case "EHLO" -> "250-mx\r\n250 STARTTLS\r\n";
                    case "STARTTLS" -> "220 go\r\n250 injected\r\n";
                    default -> politely(line);
                }))
                .contains("Data before the TLS handshake");
    }

    @Test
    @Tag("QUEUE-13")
    void aPeerThatMisbehavesCostsOneTryAndNothingElse() throws Exception {
        assertThat(hostile("http.example", _ -> "HTTP/1.1 400 Bad Request\r\n")).contains("does not speak SMTP");
        assertThat(hostile("barelf.example", _ -> "220 a\n220 b\n")).contains("does not speak SMTP");
        assertThat(hostile("endless.example", _ -> "220-x\r\n".repeat(1000))).contains("does not speak SMTP");
        assertThat(hostile("long.example", _ -> "2".repeat(100_000) + "\r\n")).contains("does not speak SMTP");
        assertThat(hostile("closing.example", _ -> null)).contains("Connection lost");
        assertThat(hostile("busy.example", _ -> "421 4.3.2 \u001b[31mbusy\u0007\r\n"))
                .contains("421 4.3.2 \\x1B[31mbusy\\x07");
        assertThat(hostile("vanishing.example", line -> line.equals(".") ? null : politely(line)))
                .contains("while the content was under way");
    }

    @Test
    @Tag("QUEUE-12")
    void aServerWithoutExtensionsIsServed() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(line -> line.startsWith("EHLO") ? "500 what\r\n" : politely(line))) {
            egress.route(viaHost("*@old.example", peer.port()) + "," + viaHost("*", server.port()));
            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@old.example"));

            assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.RELAYED);
            assertThat(peer.lines())
                    .contains("HELO out.example.org", "RCPT TO:<ben@old.example>", "..dot", "...", ".", "QUIT");
        } finally {
            routeTo(Map.of());
        }
    }

    @Test
    @Tag("SMTP-16")
    void dsnParametersArePassedOn() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                line -> line.startsWith("EHLO") ? "250-mx\r\n250-SIZE\r\n250 DSN\r\n" : politely(line))) {
            egress.route(viaHost("*@dsn.example", peer.port()) + "," + viaHost("*", server.port()));
            AcceptedMessage message = egress.send(
                    new Envelope(
                            sender("anna@example.org"),
                            Returned.HEADERS,
                            "a=b",
                            List.of(to("ben@dsn.example", Notify.SUCCESS, Notify.FAILURE))),
                    "",
                    MESSAGE);
            egress.awaitEvents(message, 1);

            assertThat(peer.lines())
                    .contains(
                            "MAIL FROM:<anna@example.org> SIZE=" + MESSAGE.length() + " RET=HDRS ENVID=a+3Db",
                            "RCPT TO:<ben@dsn.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ben@dsn.example");
        } finally {
            routeTo(Map.of());
        }
    }

    @Test
    @Tag("QUEUE-3")
    void anAdministratorHoldsReleasesAndDeletes() throws Exception {
        server.refuse("stuck@elsewhere.example", 450);
        AcceptedMessage message =
                egress.send(sender("held@reports.example"), "", MESSAGE, to("stuck@elsewhere.example"));
        egress.awaitEvents(message, 1);
        String path = "/api/v1/queue/" + message.queueId();
        await(() -> !isBusy(path));

        HttpResponse<String> listed = egress.call("GET", "/api/v1/queue?recipient=STUCK*", "", null);
        assertThat(listed.body())
                .contains(message.queueId().toString(), "\"state\":\"queued\"", "\"attempts\":1", "450 ");
        assertThat(egress.call("GET", "/api/v1/queue?recipient=other*", "", null)
                        .body())
                .contains("\"items\":[]");
        assertThat(egress.call("POST", path + "/hold", "", null).statusCode()).isEqualTo(204);
        assertThat(egress.call("GET", "/api/v1/queue?state=held", "", null).body())
                .contains(message.queueId().toString());
        egress.clock.advance(Duration.ofHours(1));
        assertThat(egress.call("POST", path + "/release", "", null).statusCode())
                .isEqualTo(204);
        assertThat(egress.awaitEvents(message, 3).getLast().outcome()).isEqualTo(Outcome.DELAYED);
        assertThat(egress.call("DELETE", path, "", null).statusCode()).isEqualTo(428);
        HttpResponse<String> seen = egress.call("GET", path, "", null);
        String tag = seen.headers().firstValue("ETag").orElseThrow();
        assertThat(egress.call("POST", path + "/hold", "", null).statusCode()).isEqualTo(204);
        await(() -> egress.body(path).contains("\"state\":\"held\""));
        assertThat(egress.call("DELETE", path, "", tag).statusCode()).isEqualTo(412);
        await(() -> egress.status("DELETE", path + "?bounce=true", "*") == 204);

        assertThat(server.take("held@reports.example").text())
                .contains("Action: failed", "Deleted by an administrator");
        assertThat(egress.call("GET", path, "", null).statusCode()).isEqualTo(404);
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

    private static boolean isBusy(String path) {
        return !egress.body(path).contains("\"attempts\":1");
    }

    /** What is written down of a try at a peer that answers so. */
    private static String hostile(String domain, Function<String, String> replies) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(replies)) {
            egress.route(viaHost("*@" + domain, peer.port()) + "," + viaHost("*", server.port()));
            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@" + domain));
            DeliveryEvent event = egress.awaitEvents(message, 1).getFirst();
            assertThat(event.outcome()).isEqualTo(Outcome.DELAYED);
            return event.reply();
        } finally {
            routeTo(Map.of());
        }
    }

    private static String politely(String line) {
        return switch (verb(line)) {
            case "" -> "220 mx ESMTP\r\n";
            case "DATA" -> "354 go ahead\r\n";
            case "QUIT" -> "221 bye\r\n";
            default -> "250 ok\r\n";
        };
    }

    private static String verb(String line) {
        return line.contains(" ") ? line.substring(0, line.indexOf(' ')) : line;
    }

    /** Everything goes to the foreign server, but these patterns by the DNS. */
    private static void routeTo(Map<String, Integer> mxPorts) throws Exception {
        StringBuilder rules = new StringBuilder();
        mxPorts.forEach((pattern, port) -> rules.append(viaMx(pattern, port)).append(','));
        egress.route(rules + viaHost("*", server.port()));
    }
}
