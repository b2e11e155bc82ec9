package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The security policy on real sockets, flipped while the suite runs. */
class SecurityPolicyTest {
    private static final String POLICY = "/api/v1/security-policy";
    private static final String DEFAULT_POLICY =
            "{\"mode\":\"ENCRYPTED\",\"methods\":[\"SCRAM-SHA-256-PLUS\",\"SCRAM-SHA-256\",\"PLAIN\",\"LOGIN\"]}";
    private static final String PASSWORD = "Quiet-Lantern-4711-river";
    private static final Duration LIVE = Duration.ofSeconds(1);

    private static final SuiteUnderTest SUITE = SuiteUnderTest.shared();
    private static final Rest REST = SUITE.rest();

    private static String group;
    private static String account;
    private static String accountPath;
    private static int flips;

    /** A state of the policy. */
    private record Policy(String mode, boolean exempt, boolean tlsTunnel) {}

    /** A way to come in. */
    private record Way(String port, boolean imap, boolean implicitTls, boolean tls) {
        boolean isPort25() {
            return port.equals("SMTP_PORT");
        }
    }

    private static final List<Policy> POLICIES = List.of(
            new Policy("NONE", false, true),
            new Policy("SECURE_AUTH", false, true),
            new Policy("SECURE_AUTH", false, false),
            new Policy("SECURE_AUTH", true, true),
            new Policy("ENCRYPTED", false, true),
            new Policy("ENCRYPTED", true, true));

    private static final List<Way> WAYS = List.of(
            new Way("SMTP_PORT", false, false, false),
            new Way("SMTP_PORT", false, false, true),
            new Way("SUBMISSION_PORT", false, false, false),
            new Way("SUBMISSION_PORT", false, false, true),
            new Way("SMTPS_PORT", false, true, true),
            new Way("IMAP_PORT", true, false, false),
            new Way("IMAP_PORT", true, false, true),
            new Way("IMAPS_PORT", true, true, true));

    @BeforeAll
    static void prepare() {
        group = REST.create(
                        "/api/v1/ip-groups",
                        "{\"name\":\"Exempt " + System.nanoTime()
                                + "\",\"entries\":[{\"type\":\"network\",\"address\":\"127.0.0.0\",\"prefixLength\":8},"
                                + "{\"type\":\"host\",\"address\":\"::1\"}]}")
                .path("id")
                .asString();
        account = "matrix" + System.nanoTime() + "@" + SUITE.domain();
        accountPath = "/api/v1/accounts/"
                + REST.create(
                                "/api/v1/accounts",
                                "{\"login\":\"" + account + "\",\"password\":\"" + PASSWORD
                                        + "\",\"legacySecrets\":[\"cram-md5\",\"digest-md5\",\"ntlm\"]}")
                        .path("id")
                        .asString();
    }

    @AfterAll
    static void restore() {
        put(DEFAULT_POLICY);
        REST.delete(accountPath);
        REST.delete("/api/v1/ip-groups/" + group);
    }

    @Test
    @Tag("POL-1")
    @Tag("POL-2")
    @Tag("POL-3")
    @Tag("POL-4")
    @Tag("POL-13")
    void theMatrixIsThatOfTheSpecification() throws Exception {
        List<String> seen = new ArrayList<>();
        List<String> specified = new ArrayList<>();
        for (Policy policy : POLICIES) {
            set(policy);
            for (Way way : WAYS) {
                seen.add(row(policy, way, cleartext(way), challenge(way), withoutLogin(way)));
                specified.add(specified(policy, way));
            }
        }

        assertThat(String.join("\n", seen)).isEqualTo(String.join("\n", specified));
    }

    @Test
    @Tag("POL-5")
    @Tag("POL-6")
    void whatIsAdvertisedIsWhatWorksInTheOrderOfThePolicy() throws Exception {
        set(new Policy("SECURE_AUTH", false, true));
        try (Dialogue smtp = connect(new Way("SUBMISSION_PORT", false, false, false));
                Dialogue imap = connect(new Way("IMAP_PORT", true, false, false));
                Dialogue imaps = connect(new Way("IMAPS_PORT", true, true, true))) {
            assertThat(smtp.ask("EHLO client.example")).doesNotContain("PLAIN").contains("CRAM-MD5");
            assertThat(capabilities(imap))
                    .contains("LOGINDISABLED", "AUTH=CRAM-MD5")
                    .doesNotContain("AUTH=PLAIN");
            assertThat(capabilities(imaps))
                    .contains("AUTH=SCRAM-SHA-256-PLUS", "AUTH=PLAIN AUTH=LOGIN")
                    .doesNotContain("LOGINDISABLED");
        }
        put("{\"mode\":\"SECURE_AUTH\",\"methods\":[\"PLAIN\"]}");
        Eventually.within(LIVE, () -> {
            try (Dialogue smtp = connect(new Way("SUBMISSION_PORT", false, false, false))) {
                return !smtp.ask("EHLO client.example").contains("AUTH");
            }
        });
    }

    @Test
    @Tag("POL-12")
    @Tag("CFG-1")
    void sessionsThatTheNewModeForbidsEnd() throws Exception {
        set(new Policy("NONE", false, true));
        Way clearImap = new Way("IMAP_PORT", true, false, false);
        Way clearSubmission = new Way("SUBMISSION_PORT", false, false, false);
        try (Dialogue imap = connect(clearImap);
                Dialogue smtp = connect(clearSubmission);
                Dialogue imaps = connect(new Way("IMAPS_PORT", true, true, true));
                Dialogue strange = connect(clearSubmission)) {
            assertThat(plain(imap, clearImap)).isEqualTo("ok");
            assertThat(plain(smtp, clearSubmission)).isEqualTo("ok");
            assertThat(plain(imaps, clearImap)).isEqualTo("ok");

            set(new Policy("ENCRYPTED", false, true));

            assertThat(imap.line()).isEqualTo("* BYE Security policy changed");
            assertThat(imap.isClosedByPeer()).isTrue();
            assertThat(smtp.line()).isEqualTo("421 4.7.0 Security policy changed");
            assertThat(smtp.isClosedByPeer()).isTrue();
            imaps.send("b NOOP\r\n");
            assertThat(imaps.line()).startsWith("b OK");
            assertThat(strange.ask("MAIL FROM:<>")).startsWith("530 5.7.0 Must issue a STARTTLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM"})
    @Tag("AUTH-1")
    @Tag("AUTH-13")
    @Tag("CRED-4")
    void aClientThatOthersWroteLogsInByEveryMechanismItKnows(String mechanism) throws Exception {
        put("{\"mode\":\"NONE\",\"methods\":[\"DIGEST-MD5\",\"CRAM-MD5\",\"NTLM\",\"PLAIN\",\"LOGIN\"]}");
        Eventually.within(LIVE, () -> {
            try (Dialogue smtp = connect(new Way("SUBMISSION_PORT", false, false, false));
                    Dialogue imap = connect(new Way("IMAP_PORT", true, false, false))) {
                return smtp.ask("EHLO client.example").contains("NTLM")
                        && capabilities(imap).contains("AUTH=NTLM");
            }
        });

        for (boolean tls : new boolean[] {false, true}) {
            Session session = session(mechanism, tls);
            try (Store store = session.getStore("imap");
                    Transport transport = session.getTransport("smtp")) {
                store.connect("localhost", SUITE.port("IMAP_PORT"), account, PASSWORD);
                assertThat(store.getFolder("INBOX").exists()).isTrue();
                transport.connect("localhost", SUITE.port("SUBMISSION_PORT"), account, PASSWORD);
                assertThat(transport.isConnected()).isTrue();
            }
        }
        try (Store store = session(mechanism, true).getStore("imap")) { // once: ten failures would block the address
            assertThatThrownBy(() -> store.connect("localhost", SUITE.port("IMAP_PORT"), account, "Wrong-" + PASSWORD))
                    .isInstanceOf(AuthenticationFailedException.class);
        }
    }

    private static Session session(String mechanism, boolean tls) {
        Properties properties = new Properties();
        for (String protocol : List.of("smtp", "imap")) {
            String prefix = "mail." + protocol + ".";
            properties.put(prefix + "auth", "true");
            properties.put(prefix + "starttls.enable", Boolean.toString(tls));
            properties.put(prefix + "starttls.required", Boolean.toString(tls));
            properties.put(prefix + "ssl.socketFactory", SUITE.tls().getSocketFactory());
            if (mechanism.equals("CRAM-MD5")) { // comes with the JDK, not with the mail client
                properties.put(prefix + "sasl.enable", "true");
                properties.put(prefix + "sasl.mechanisms", mechanism);
            } else {
                properties.put(prefix + "auth.mechanisms", mechanism);
            }
        }
        return Session.getInstance(properties);
    }

    // The order of two methods changes each time, so that it can be seen when both front ends have the new policy.
    private static void set(Policy policy) throws Exception {
        flips++;
        boolean swapped = flips % 2 == 0;
        String methods = swapped ? "\"CRAM-MD5\",\"SCRAM-SHA-256\"" : "\"SCRAM-SHA-256\",\"CRAM-MD5\"";
        String exempt = policy.exempt() ? "\"" + group + "\"" : "null";
        put("{\"mode\":\"%s\",\"tlsTunnel\":%s,\"secureAuthExemptGroup\":%s,\"encryptedExemptGroup\":%s,"
                        .formatted(policy.mode(), policy.tlsTunnel(), exempt, exempt)
                + "\"methods\":[\"SCRAM-SHA-256-PLUS\"," + methods + ",\"PLAIN\",\"LOGIN\"]}");
        String smtpOrder = swapped ? "CRAM-MD5 SCRAM-SHA-256" : "SCRAM-SHA-256 CRAM-MD5";
        String imapOrder = swapped ? "CRAM-MD5 AUTH=SCRAM-SHA-256" : "SCRAM-SHA-256 AUTH=CRAM-MD5";
        Eventually.within(LIVE, () -> {
            try (Dialogue smtps = connect(new Way("SMTPS_PORT", false, true, true));
                    Dialogue imaps = connect(new Way("IMAPS_PORT", true, true, true))) {
                return smtps.ask("EHLO client.example").contains(smtpOrder)
                        && capabilities(imaps).contains(imapOrder);
            }
        });
    }

    private static void put(String document) {
        Rest.Answer answer =
                REST.send("PUT", POLICY, document, REST.get(POLICY).etag().orElseThrow());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    }

    private static String row(Policy policy, Way way, String cleartext, String challenge, String withoutLogin) {
        return String.join(
                " | ",
                policy.mode() + (policy.tlsTunnel() ? "" : " without tunnel"),
                way.port().replace("_PORT", "") + (way.tls() ? " TLS" : " clear"),
                policy.exempt() ? "exempt" : "not exempt",
                cleartext,
                challenge,
                withoutLogin);
    }

    private static String specified(Policy policy, Way way) throws IOException {
        List<String[]> rows = specification().stream()
                .filter(row ->
                        row[1].equals(policy.mode()) && matchesConnection(row[2], way) && matchesPeer(row[3], policy))
                .toList();
        assertThat(rows).as("%s %s", policy, way).hasSize(1);
        String withoutLogin = meaning(rows.getFirst()[6], policy);
        if (way.imap()) {
            withoutLogin = "-"; // nothing of a mailbox can be used without a login
        } else if (!way.isPort25() && withoutLogin.equals("ok")) {
            withoutLogin = "login"; // POL-13
        }
        return row(policy, way, meaning(rows.getFirst()[4], policy), meaning(rows.getFirst()[5], policy), withoutLogin);
    }

    private static List<String[]> specification() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SecurityPolicyTest.class.getResourceAsStream("/security-policy-matrix.md"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .skip(2)
                    .map(line ->
                            Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                    .toList();
        }
    }

    private static boolean matchesConnection(String connection, Way way) {
        return switch (connection) {
            case "clear or TLS" -> true;
            case "TLS" -> way.tls();
            case "clear" -> !way.tls();
            case "clear, port 25" -> !way.tls() && way.isPort25();
            case "clear, not port 25" -> !way.tls() && !way.isPort25();
            default -> throw new AssertionError(connection);
        };
    }

    private static boolean matchesPeer(String peer, Policy policy) {
        return switch (peer) {
            case "any" -> true;
            case "exempt" -> policy.exempt();
            case "not exempt" -> !policy.exempt();
            default -> throw new AssertionError(peer);
        };
    }

    private static String meaning(String cell, Policy policy) {
        return switch (cell) {
            case "ok", "ok (mail transfer; many peers lack TLS)" -> "ok";
            case "ok if `tlsTunnel`" -> policy.tlsTunnel() ? "ok" : "R:mech";
            case "`R:tls`", "only STARTTLS and commands legal before it, else `R:tls`" -> "R:tls";
            default -> throw new AssertionError(cell);
        };
    }

    // The client.

    private static Dialogue connect(Way way) throws IOException {
        Dialogue dialogue = SUITE.dialogue(way.port());
        if (way.implicitTls()) {
            dialogue.startTls();
        }
        dialogue.reply();
        if (way.tls() && !way.implicitTls()) {
            if (way.imap()) {
                dialogue.send("s STARTTLS\r\n");
                dialogue.line();
            } else {
                dialogue.ask("EHLO client.example");
                dialogue.ask("STARTTLS");
            }
            dialogue.startTls();
        }
        if (!way.imap()) {
            dialogue.ask("EHLO client.example");
        }
        return dialogue;
    }

    private static String capabilities(Dialogue imap) throws IOException {
        imap.send("c CAPABILITY\r\n");
        String capabilities = imap.line();
        imap.line();
        return capabilities;
    }

    private static String cleartext(Way way) throws IOException {
        try (Dialogue dialogue = connect(way)) {
            return plain(dialogue, way);
        }
    }

    private static String plain(Dialogue dialogue, Way way) throws IOException {
        String response = base64("\0" + account + "\0" + PASSWORD);
        dialogue.send((way.imap() ? "a AUTHENTICATE PLAIN " : "AUTH PLAIN ") + response + "\r\n");
        return outcome(dialogue.reply());
    }

    private static String challenge(Way way) throws Exception {
        try (Dialogue dialogue = connect(way)) {
            dialogue.send((way.imap() ? "a AUTHENTICATE CRAM-MD5" : "AUTH CRAM-MD5") + "\r\n");
            String reply = dialogue.reply();
            if (!reply.startsWith("334 ") && !reply.startsWith("+ ")) {
                return outcome(reply);
            }
            byte[] challenge = Base64.getDecoder().decode(reply.substring(reply.indexOf(' ') + 1));
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(PASSWORD.getBytes(UTF_8), "HmacMD5"));
            dialogue.send(base64(account + " " + HexFormat.of().formatHex(mac.doFinal(challenge))) + "\r\n");
            return outcome(dialogue.reply());
        }
    }

    private static String withoutLogin(Way way) throws IOException {
        if (way.imap()) {
            return "-";
        }
        try (Dialogue dialogue = connect(way)) {
            return outcome(dialogue.ask("MAIL FROM:<>"));
        }
    }

    private static String outcome(String reply) {
        if (reply.startsWith("235 ") || reply.startsWith("250 ") || reply.startsWith("a OK ")) {
            return "ok";
        }
        if (reply.startsWith("538 5.7.11 ")
                || reply.startsWith("530 5.7.0 Must issue a STARTTLS command first")
                || reply.startsWith("a NO [PRIVACYREQUIRED] ")) {
            return "R:tls";
        }
        if (reply.startsWith("504 5.5.4 ") || reply.startsWith("a NO [CANNOT] ")) {
            return "R:mech";
        }
        return reply.equals("530 5.7.0 Authentication required") ? "login" : reply;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }
}
