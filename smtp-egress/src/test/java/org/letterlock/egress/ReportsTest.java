package org.letterlock.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.egress.RunningEgress.await;
import static org.letterlock.egress.RunningEgress.sender;
import static org.letterlock.egress.RunningEgress.to;
import static org.letterlock.egress.RunningEgress.viaHost;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
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

/** What senders are told of mail that was refused, is late or has arrived. */
class ReportsTest {
    private static final String MESSAGE = "From: anna@example.org\r\nSubject: hello\r\n\r\n.dot\r\n..\r\nend\r\n";

    private static final RunningEgress egress = RunningEgress.shared();
    private static ForeignServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ForeignServer();
        egress.route(viaHost("*", server.port()));
    }

    @AfterAll
    static void stop() {
        server.close();
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
}
