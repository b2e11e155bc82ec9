package org.letterlock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.egress.RunningEgress.sender;
import static org.letterlock.egress.RunningEgress.to;
import static org.letterlock.egress.RunningEgress.viaHost;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.Envelope.Returned;
import org.letterlock.contracts.mail.Recipient.Notify;

/** Delivery to servers that know little, and to some that misbehave. */
class PeersTest {
    private static final String MESSAGE = "From: anna@example.org\r\nSubject: hello\r\n\r\n.dot\r\n..\r\nend\r\n";

    private static final RunningEgress egress = RunningEgress.shared();

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
            egress.route(viaHost("*@tls.example", peer.port()));
            message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@tls.example"));
            assertThat(egress.awaitEvents(message, 1).getFirst().reply()).contains("TLS handshake failed");
            assertThat(peer.lines()).doesNotContain("MAIL FROM:<anna@example.org>");

            egress.clock.advance(Duration.ofMinutes(6));

            assertThat(egress.awaitEvents(message, 2).getLast().outcome()).isEqualTo(Outcome.RELAYED);
            assertThat(peer.lines()).contains("MAIL FROM:<anna@example.org>", ".");
        } finally {
            egress.route("");
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
            egress.route(viaHost("*@old.example", peer.port()));
            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@old.example"));

            assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.RELAYED);
            assertThat(peer.lines())
                    .contains("HELO out.example.org", "RCPT TO:<ben@old.example>", "..dot", "...", ".", "QUIT");
        } finally {
            egress.route("");
        }
    }

    @Test
    @Tag("SMTP-16")
    void dsnParametersArePassedOn() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(
                line -> line.startsWith("EHLO") ? "250-mx\r\n250-SIZE\r\n250 DSN\r\n" : politely(line))) {
            egress.route(viaHost("*@dsn.example", peer.port()));
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
            egress.route("");
        }
    }

    /** What is written down of a try at a peer that answers so. */
    private static String hostile(String domain, Function<String, String> replies) throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer(replies)) {
            egress.route(viaHost("*@" + domain, peer.port()));
            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@" + domain));
            DeliveryEvent event = egress.awaitEvents(message, 1).getFirst();
            assertThat(event.outcome()).isEqualTo(Outcome.DELAYED);
            return event.reply();
        } finally {
            egress.route("");
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
}
