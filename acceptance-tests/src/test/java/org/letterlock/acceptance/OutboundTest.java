package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/** Mail to another domain, whose server somebody else wrote. */
class OutboundTest {
    private static final String QUEUE = "/api/v1/queue";
    private static final String ROUTES = "/api/v1/smtp/routes";
    private static final int SENDER = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();
    private final JakartaMail users = new JakartaMail(suite);

    @AfterEach
    void removeTheRoutes() {
        routes("");
    }

    @Test
    @Tag("QUEUE-10")
    @DisabledIfSystemProperty(named = "letterlock.data", matches = ".+", disabledReason = "asks its own resolver")
    void mailExchangersAreFoundByPreferenceThroughTheDns() {
        suite.dns()
                .add("exchanged.test", "MX", "20 second.exchanged.test.")
                .add("exchanged.test", "MX", "10 first.exchanged.test.")
                .add("first.exchanged.test", "A", "192.0.2.10")
                .add("second.exchanged.test", "A", "192.0.2.20")
                .add("nomail.test", "MX", "0 .")
                .add("loop.test", "MX", "10 mx.demo.test.")
                .add("mx.demo.test", "A", "127.0.0.1");

        assertThat(explained("someone@exchanged.test").path("servers").valueStream())
                .extracting(JsonNode::asString)
                .containsExactly("first.exchanged.test [192.0.2.10]:25", "second.exchanged.test [192.0.2.20]:25");
        assertThat(explained("someone@nomail.test").path("status").asString()).isEqualTo("5.1.10");
        assertThat(explained("someone@loop.test").path("status").asString()).isEqualTo("5.4.6");
    }

    @Test
    @Tag("QUEUE-10")
    @DisabledIfSystemProperty(named = "letterlock.data", matches = ".+", disabledReason = "asks its own resolver")
    void aRouteMayNameAHost() throws Exception {
        suite.dns().add("relay.remote.test", "A", "127.0.0.1");
        try (ForeignServer other = ForeignServer.on(0)) {
            routeTo("relay.remote.test", other.port());

            submit(SENDER, mail("by name"), "other@remote.test");

            assertThat(other.take().recipients()).containsExactly("other@remote.test");
            emptied();
        }
    }

    @Test
    @Tag("QUEUE-1")
    @Tag("DKIM-1")
    void theOtherServerGetsTheOctetsThatWereSubmitted() throws Exception {
        String message = "From: " + suite.user(SENDER) + "\r\nTo: other@remote.test\r\nSubject: out\r\n"
                + "Message-ID: <out." + System.nanoTime() + "@demo.test>\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\n"
                + "\r\n.dot\r\n..\r\n\r\n\ttab and trailing space \r\n" + "x".repeat(990) + "\r\n";
        try (ForeignServer other = ForeignServer.on(0)) {
            routeTo(other.port());

            submit(SENDER, message, "other@remote.test", "another@remote.test");

            ForeignServer.Received received = other.take();
            String text = new String(received.content(), ISO_8859_1);
            assertThat(received.from()).isEqualTo(suite.user(SENDER));
            assertThat(received.recipients()).containsExactlyInAnyOrder("other@remote.test", "another@remote.test");
            assertThat(text)
                    .startsWith("Authentication-Results: mx.demo.test; auth=pass\r\nDKIM-Signature: ")
                    .contains("Received: ")
                    .endsWith(message);
            emptied();
            assertThat(other.isEmpty()).isTrue();
        }
    }

    @Test
    @Tag("QUEUE-2")
    @Tag("QUEUE-3")
    void aServerThatIsDownIsTriedAgain() throws Exception {
        int port = freePort();
        routeTo(port);
        String id = submit(SENDER, mail("patience"), "other@remote.test");
        eventually(() -> recipient(id, 0).path("attempts").asInt(0) == 1);
        assertThat(recipient(id, 0).path("state").asString()).isEqualTo("queued");
        assertThat(recipient(id, 0).path("lastStatus").asString()).startsWith("4.");

        try (ForeignServer other = ForeignServer.on(port)) {
            assertThat(rest.send("POST", QUEUE + "/" + id + "/retry", "", null).status())
                    .isEqualTo(204);

            assertThat(other.take().recipients()).containsExactly("other@remote.test");
            emptied();
        }
    }

    @Test
    @Tag("QUEUE-6")
    @Tag("QUEUE-13")
    void theSenderGetsAReportOnWhatTheOtherServerRefuses() throws Exception {
        String subject = "refused " + System.nanoTime();
        try (ForeignServer other = ForeignServer.on(0)) {
            other.refuse("gone@remote.test", 550, "5.1.1 No such person <here>");
            routeTo(other.port());

            submit(SENDER, mail(subject), "gone@remote.test", "present@remote.test");

            assertThat(other.take().recipients()).containsExactly("present@remote.test");
            emptied();
        }
        MimeMessage report = reportOn(SENDER, subject);
        assertThat(report.getHeader("Return-Path")).containsExactly("<>");
        assertThat(report.getHeader("Auto-Submitted")).hasSize(1).allMatch(value -> value.startsWith("auto-"));
        ContentType type = new ContentType(report.getContentType());
        assertThat(type.getBaseType()).isEqualTo("multipart/report");
        assertThat(type.getParameter("report-type")).isEqualTo("delivery-status");
        MimeMultipart parts = (MimeMultipart) report.getContent();
        assertThat(parts.getCount()).isEqualTo(3);
        assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(new String(octets(parts.getBodyPart(0)), ISO_8859_1)).contains("gone@remote.test");
        assertThat(parts.getBodyPart(1).isMimeType("message/delivery-status")).isTrue();
        assertThat(parts.getBodyPart(2).isMimeType("text/rfc822-headers")).isTrue();
        assertThat(new String(octets(parts.getBodyPart(2)), ISO_8859_1))
                .contains("Subject: " + subject)
                .doesNotContain("a letter that goes out");
        InputStream status = new ByteArrayInputStream(octets(parts.getBodyPart(1)));
        InternetHeaders message = new InternetHeaders(status);
        InternetHeaders recipient = new InternetHeaders(status);
        assertThat(message.getHeader("Reporting-MTA")).containsExactly("dns; mx.demo.test");
        assertThat(message.getHeader("Arrival-Date")).hasSize(1);
        assertThat(recipient.getHeader("Final-Recipient")).containsExactly("rfc822; gone@remote.test");
        assertThat(recipient.getHeader("Action")).containsExactly("failed");
        assertThat(recipient.getHeader("Status")).containsExactly("5.1.1");
        assertThat(recipient.getHeader("Remote-MTA")).hasSize(1);
        assertThat(recipient.getHeader("Diagnostic-Code")).containsExactly("smtp; 550 5.1.1 No such person <here>");
        assertThat(new String(status.readAllBytes(), ISO_8859_1)).isBlank();
    }

    @Test
    @Tag("QUEUE-6")
    void aMessageWithoutReturnPathIsNeverReportedOn() throws Exception {
        try (ForeignServer other = ForeignServer.on(0)) {
            other.refuse("gone@remote.test", 550, "5.1.1 No such person");
            other.refuse("late@remote.test", 451, "4.2.0 Later");
            routeTo(other.port());

            String id = submitFrom("", SENDER, mail("reportless"), "gone@remote.test", "late@remote.test");

            eventually(() -> recipient(id, 0).path("state").asString().equals("failed")
                    && recipient(id, 1).path("attempts").asInt(0) == 1);
            assertThat(recipient(id, 0).path("lastReply").asString()).isEqualTo("550 5.1.1 No such person");
            assertThat(recipient(id, 1).path("lastReply").asString()).isEqualTo("451 4.2.0 Later");
            assertThat(rest.get(QUEUE).body().path("items").valueStream())
                    .extracting(waiting -> waiting.path("id").asString())
                    .containsExactly(id);
            rest.delete(QUEUE + "/" + id);
        }
        emptied();
    }

    private String mail(String subject) {
        return "From: " + suite.user(SENDER) + "\r\nSubject: " + subject + "\r\n\r\na letter that goes out\r\n";
    }

    /** Its queue id. */
    private String submit(int user, String message, String... recipients) throws Exception {
        return submitFrom(suite.user(user), user, message, recipients);
    }

    private String submitFrom(String path, int user, String message, String... recipients) throws Exception {
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.logInToSubmission(suite.user(user), suite.password());
            client.ask("MAIL FROM:<" + path + ">");
            for (String recipient : recipients) {
                assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("250");
            }
            client.ask("DATA");
            client.send(message.replace("\r\n.", "\r\n..") + ".\r\n");
            String reply = client.reply();
            assertThat(reply).startsWith("250 2.0.0 Ok: queued as ");
            return reply.substring(reply.lastIndexOf(' ') + 1);
        }
    }

    private void routeTo(int port) {
        routeTo("127.0.0.1", port);
    }

    private void routeTo(String host, int port) {
        routes("{\"on\":\"recipient\",\"pattern\":\"*@remote.test\",\"host\":\"" + host + "\",\"port\":" + port + "}");
    }

    private void routes(String rules) {
        Rest.Answer answer = rest.send(
                "PUT",
                ROUTES,
                "{\"rules\":[" + rules + "]}",
                rest.get(ROUTES).etag().orElseThrow());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    }

    private JsonNode explained(String recipient) {
        return rest.create("/api/v1/explain/route", "{\"recipient\":\"" + recipient + "\"}");
    }

    private JsonNode recipient(String id, int number) {
        return rest.get(QUEUE + "/" + id).body().path("recipients").path(number);
    }

    /** Waits until the queue has the other server's last reply, which comes after the message. */
    private void emptied() throws Exception {
        eventually(() -> rest.get(QUEUE + "?recipient=*@remote.test")
                .body()
                .path("items")
                .isEmpty());
    }

    private MimeMessage reportOn(int user, String subject) throws Exception {
        return new MimeMessage(users.session("PLAIN"), new ByteArrayInputStream(users.receivedWith(user, subject)));
    }

    private static byte[] octets(BodyPart part) throws Exception {
        return part.getInputStream().readAllBytes();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void eventually(Eventually.Condition condition) throws Exception {
        Eventually.within(PATIENCE, condition);
    }
}
