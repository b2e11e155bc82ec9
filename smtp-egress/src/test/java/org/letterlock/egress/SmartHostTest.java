package org.letterlock.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.egress.RunningEgress.sender;
import static org.letterlock.egress.RunningEgress.to;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;
import org.letterlock.sasl.ScramKeys;
import org.letterlock.sasl.ServerExchange;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerStep;
import org.subethamail.smtp.auth.LoginFailedException;

/** Logins at hosts that the administrator has named, and the TLS that a route demands. */
@Tag("QUEUE-10")
class SmartHostTest {
    private static final String MESSAGE = "From: anna@example.org\r\nSubject: hello\r\n\r\ntext\r\n";
    private static final String PASSWORD = "marker-password-17";
    private static final RunningEgress egress = RunningEgress.shared();

    static {
        egress.dns.add("smart.example", "A", "127.0.0.1").add("impostor.example", "A", "127.0.0.1");
    }

    @AfterEach
    void noRules() throws Exception {
        egress.route("");
    }

    @Test
    @Tag("POL-7")
    @Tag("QUEUE-11")
    void aPasswordIsShownToTheHostThatTheCertificateNames() throws Exception {
        List<String> logins = new CopyOnWriteArrayList<>();
        try (ForeignServer host = new ForeignServer(
                RunningEgress.CA.issue("smart.example"), (user, password, _) -> logins.add(user + ":" + password))) {
            egress.route(rule("smart.example", host.port(), null));

            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@far.example"));

            assertThat(host.take("ben@far.example").overTls()).isTrue();
            assertThat(logins).containsExactly("relay-user:" + PASSWORD);
            assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.RELAYED);
        }
    }

    @Test
    @Tag("POL-7")
    @Tag("QUEUE-11")
    void aHostWithTheCertificateOfAnotherGetsNeitherPasswordNorMail() throws Exception {
        List<String> logins = new CopyOnWriteArrayList<>();
        try (ForeignServer host =
                new ForeignServer(RunningEgress.CA.issue("smart.example"), (user, _, _) -> logins.add(user))) {
            egress.route(rule("impostor.example", host.port(), null));

            DeliveryEvent event = firstTry("ben@far.example");

            assertThat(event.outcome()).isEqualTo(Outcome.DELAYED);
            assertThat(event.reply()).contains("certificate");
            assertThat(logins).isEmpty();
        }
    }

    @Test
    @Tag("POL-7")
    void noCleartextMechanismIsUsedWithoutVerifiedTls() throws Exception {
        List<String> logins = new CopyOnWriteArrayList<>();
        try (ForeignServer host =
                new ForeignServer(RunningEgress.CA.issue("smart.example"), (user, _, _) -> logins.add(user))) {
            for (String tls : List.of("none", "opportunistic", "required")) {
                egress.route(rule("smart.example", host.port(), tls));

                assertThat(firstTry("ben@far.example").reply()).as(tls).contains("no login that may be used");
            }
            assertThat(logins).isEmpty();
        }
    }

    @Test
    void aWrongPasswordLetsTheMailWait() throws Exception {
        try (ForeignServer host = new ForeignServer(RunningEgress.CA.issue("smart.example"), (_, _, _) -> {
            throw new LoginFailedException();
        })) {
            egress.route(rule("smart.example", host.port(), null));

            DeliveryEvent event = firstTry("ben@far.example");

            assertThat(event.outcome()).isEqualTo(Outcome.DELAYED);
            assertThat(event.reply()).startsWith("535 ");
        }
    }

    @Test
    @Tag("POL-7")
    void aChallengeMechanismNeedsNoTlsAndComesFirst() throws Exception {
        try (ScriptedPeer host = new ScriptedPeer(new ScramHost(PASSWORD)::answer)) {
            egress.route(rule("smart.example", host.port(), "none"));

            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@far.example"));

            assertThat(egress.awaitEvents(message, 1).getFirst().outcome()).isEqualTo(Outcome.RELAYED);
            assertThat(host.lines())
                    .anyMatch(line -> line.startsWith("AUTH SCRAM-SHA-256 "))
                    .noneMatch(line -> line.contains(PASSWORD));
        }
    }

    @Test
    @Tag("POL-7")
    void aHostThatDoesNotKnowThePasswordGetsNoMail() throws Exception {
        try (ScriptedPeer host = new ScriptedPeer(line -> switch (verb(line)) {
            case "" -> "220 mx ESMTP\r\n";
            case "EHLO" -> "250-mx\r\n250 AUTH SCRAM-SHA-256\r\n";
            case "AUTH" -> "235 2.7.0 come in\r\n";
            default -> politely(line);
        })) {
            egress.route(rule("smart.example", host.port(), "none"));

            assertThat(firstTry("ben@far.example").reply()).contains("login at the server failed");
            assertThat(host.lines()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    @Tag("QUEUE-11")
    void withoutTheTlsThatIsRequiredTheMailWaitsAndIsThenReturned() throws Exception {
        try (ScriptedPeer host = new ScriptedPeer(SmartHostTest::politely);
                ForeignServer reports = new ForeignServer()) {
            egress.route(demanding("*@far.example", host.port(), "required") + ","
                    + RunningEgress.viaHost("*", reports.port()));
            AcceptedMessage message = egress.send(sender("boss@reports.example"), "", MESSAGE, to("ben@far.example"));
            assertThat(egress.awaitEvents(message, 1).getFirst().reply()).contains("no TLS, which is required");

            egress.clock.advance(Duration.ofDays(6));

            assertThat(reports.take("boss@reports.example").text()).contains("Action: failed", "Status: 5.7.4");
            assertThat(host.lines()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    @Tag("QUEUE-11")
    void afterABrokenHandshakeWhatIsRequiredIsNotTriedInClear() throws Exception {
        try (ScriptedPeer host = new ScriptedPeer(line -> switch (verb(line)) {
            case "EHLO" -> "250-mx\r\n250 STARTTLS\r\n";
            case "STARTTLS" -> "220 go\r\n";
            default -> politely(line);
        })) {
            egress.route(demanding("*", host.port(), "required"));
            AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to("ben@far.example"));
            egress.awaitEvents(message, 1);

            egress.clock.advance(Duration.ofMinutes(6));

            assertThat(egress.awaitEvents(message, 2).getLast().reply()).contains("TLS handshake failed");
            assertThat(host.lines()).noneMatch(line -> line.startsWith("MAIL"));
        }
    }

    @Test
    @Tag("API-12")
    void aPasswordIsNeverShownAndStaysWhereItIsNotWritten() throws Exception {
        egress.route(rule("smart.example", 2525, null));
        String stored = egress.body("/api/v1/smtp/routes");
        assertThat(stored)
                .contains(
                        "\"user\":\"relay-user\"",
                        "\"password\":{\"set\":true,\"changedAt\":\"",
                        "\"tls\":\"verified\"")
                .doesNotContain(PASSWORD);

        HttpResponse<String> sentBack = egress.call("PUT", "/api/v1/smtp/routes", stored, "*");

        assertThat(sentBack.body()).isEqualTo(stored);
        assertThat(egress.service
                        .getBean(RouteStore.class)
                        .read()
                        .routes()
                        .rules()
                        .getFirst()
                        .login())
                .isNotNull();
    }

    @Test
    @Tag("API-5")
    @Tag("API-12")
    void oneRuleIsChangedAndItsPasswordGoesToNoOtherHost() throws Exception {
        egress.route(rule("smart.example", 2525, null) + "," + RunningEgress.viaMx("*@other.example", 26));
        String all = egress.body("/api/v1/smtp/routes");
        String path = "/api/v1/smtp/routes/" + all.replaceFirst(".*?\"id\":\"([0-9a-f-]{36})\".*", "$1");

        assertThat(patch(path, "{\"port\":587}").body())
                .contains("\"port\":587", "\"set\":true", "\"host\":\"smart.example\"");
        assertThat(patch(path, "{\"host\":\"elsewhere.example\"}").body()).contains("\"/login/password\"", "required");
        assertThat(patch(path, "{\"login\":{\"user\":\"other\"}}").statusCode()).isEqualTo(422);
        assertThat(patch(path, "{\"login\":{\"user\":\"other\",\"password\":\"new one\"}}")
                        .body())
                .contains("\"user\":\"other\"")
                .doesNotContain("new one");
        assertThat(patch(path, "{\"login\":null,\"tls\":null}").body()).contains("\"tls\":\"opportunistic\"");
        assertThat(egress.call("DELETE", path, "", null).statusCode()).isEqualTo(428);
        assertThat(egress.call("DELETE", path, "", "*").statusCode()).isEqualTo(204);
        assertThat(egress.call("GET", path, "", null).statusCode()).isEqualTo(404);
        assertThat(egress.body("/api/v1/smtp/routes")).contains("other.example").doesNotContain("smart.example");
    }

    @Test
    @Tag("AUD-1")
    @Tag("AUD-7")
    void aChangeOfTheRulesIsAuditedWithoutThePassword() throws Exception {
        egress.route(rule("audited.example", 2525, null));

        RunningEgress.await(() -> egress.observer.audited.stream().anyMatch(SmartHostTest::namesTheHost));
        AuditEvent event = egress.observer.audited.stream()
                .filter(SmartHostTest::namesTheHost)
                .findFirst()
                .orElseThrow();
        assertThat(event.event()).isEqualTo("config.changed");
        assertThat(event.target()).isEqualTo("/smtp/routes");
        assertThat(event.after()).doesNotContain(PASSWORD);
    }

    private static boolean namesTheHost(AuditEvent event) {
        return event.after() != null && event.after().contains("audited.example");
    }

    @Test
    @Tag("API-4")
    void everyFaultOfARuleIsTold() throws Exception {
        String rules = """
                {"rules":[
                {"pattern":"*","login":{"user":"x","password":"y"}},
                {"pattern":"*","host":"a.example","login":{"user":"","password":"y"}},
                {"pattern":"*","host":"a.example","login":{"user":"x"}},
                {"pattern":"*","host":"a.example","login":{"user":"x","password":""}},
                {"pattern":"*","tls":"sometimes","port":0,"on":"both"}]}""";

        String body = egress.call("PUT", "/api/v1/smtp/routes", rules, "*").body();

        assertThat(body)
                .contains(
                        "\"/rules/0/login\"",
                        "\"/rules/1/login/user\"",
                        "\"/rules/2/login/password\"",
                        "\"/rules/3/login/password\"",
                        "\"/rules/4/tls\"",
                        "\"/rules/4/port\"",
                        "\"/rules/4/on\"");
        assertThat(egress.call("PUT", "/api/v1/smtp/routes", "{\"rules\":[{\"pattern\":\"*\",\"tls\":\"dane\"}]}", "*")
                        .body())
                .contains("feature-unavailable");
    }

    private static DeliveryEvent firstTry(String recipient) throws Exception {
        AcceptedMessage message = egress.send(sender("anna@example.org"), "", MESSAGE, to(recipient));
        return egress.awaitEvents(message, 1).getFirst();
    }

    private static HttpResponse<String> patch(String path, String patch) throws Exception {
        return egress.call("PATCH", path, patch, "*");
    }

    private static String rule(String host, int port, String tls) {
        return "{\"pattern\":\"*\",\"host\":\"" + host + "\",\"port\":" + port
                + (tls == null ? "" : ",\"tls\":\"" + tls + "\"")
                + ",\"login\":{\"user\":\"relay-user\",\"password\":\"" + PASSWORD + "\"}}";
    }

    private static String demanding(String pattern, int port, String tls) {
        return "{\"pattern\":\"" + pattern + "\",\"host\":\"smart.example\",\"port\":" + port + ",\"tls\":\"" + tls
                + "\"}";
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

    /** A server of ours in the place of another's: for one connection. */
    private static final class ScramHost {
        private final ScramKeys keys;
        private AwaitingClient exchange;
        private boolean greeted;
        private boolean proven;

        ScramHost(String password) {
            keys = ScramKeys.derive(Password.parse(password).require(), "salt and pepper.".getBytes(UTF_8), 4096);
        }

        String answer(String line) {
            if (!greeted) {
                greeted = true;
                return politely("");
            }
            if (line.startsWith("EHLO")) {
                return "250-mx\r\n250 AUTH PLAIN SCRAM-SHA-256 LOGIN\r\n";
            }
            if (line.startsWith("AUTH SCRAM-SHA-256 ")) {
                exchange = ServerExchange.start(
                        SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE, false, "0123456789abcdefghijklmn");
                return step(line.substring("AUTH SCRAM-SHA-256 ".length()));
            }
            if (proven) {
                proven = false;
                exchange = null;
                return line.isEmpty() ? "235 2.7.0 welcome\r\n" : "535 5.7.8 no\r\n";
            }
            return exchange == null ? politely(line) : step(line);
        }

        private String step(String base64) {
            SaslMessage message = SaslMessage.of(Base64.getDecoder().decode(base64));
            ServerStep step = ServerExchange.next(exchange, message);
            if (step instanceof ServerStep.KeysWanted(var wanted)) {
                step = ServerExchange.next(wanted, keys);
            }
            return switch (step) {
                case ServerStep.Challenge(SaslMessage challenge, AwaitingClient next) -> {
                    exchange = next;
                    yield "334 " + Base64.getEncoder().encodeToString(challenge.toOctets()) + "\r\n";
                }
                case ServerStep.Proven(var _, SaslMessage data) -> {
                    proven = true;
                    yield "334 " + Base64.getEncoder().encodeToString(data.toOctets()) + "\r\n";
                }
                case ServerStep.KeysWanted _, ServerStep.PasswordGiven _, ServerStep.Failed _ -> "535 5.7.8 no\r\n";
            };
        }
    }
}
