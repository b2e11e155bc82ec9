package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.BodyTerm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Nothing that is to be sealed lies anywhere in the clear: random words go in through every protocol, into every class of
 * data; then all files of the suite are searched for them.
 */
@Tag("ENC-7")
class MarkerTest {
    private static final int LENGTH = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();
    private final JakartaMail users = new JakartaMail(suite);
    private final Random random = new SecureRandom();
    private final Map<String, String> markers = new LinkedHashMap<>();

    @Test
    void nothingThatIsSealedLiesInTheClear() throws Exception {
        String clear = marker("login name");
        markers.remove("login name");
        throughPort25();
        throughSubmission();
        throughImap();
        throughRest(clear);
        inTheQueue();

        RawSearch search = new RawSearch();
        markers.forEach(search::add);
        assertThat(search.hits(suite.traces())).isEmpty();
        RawSearch control = new RawSearch();
        control.add("login name", clear);
        assertThat(control.hits(suite.traces()))
                .as("login names are clear, so the search must find this one")
                .isNotEmpty();
    }

    private void throughPort25() throws Exception {
        String subject = marker("subject on port 25");
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO " + marker("HELO name") + ".example");
            client.ask("MAIL FROM:<" + marker("sender from outside") + "@elsewhere.test>");
            assertThat(client.ask("RCPT TO:<" + marker("unknown recipient") + "@" + suite.domain() + ">"))
                    .startsWith("550");
            assertThat(client.ask("RCPT TO:<u4+" + marker("subaddress") + "@" + suite.domain() + ">"))
                    .startsWith("250");
            client.ask("DATA");
            client.send("From: \"" + marker("name in From") + "\" <x@elsewhere.test>\r\nSubject: " + subject
                    + "\r\nMessage-ID: <" + marker("Message-ID") + "@elsewhere.test>\r\n\r\n" + marker("body")
                    + "\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            client.ask(marker("unknown command"));

            client.ask("MAIL FROM:<x@elsewhere.test>");
            client.ask("RCPT TO:<" + suite.user(4) + ">");
            client.ask("DATA");
            client.send("From: x@elsewhere.test\r\nSubject: " + marker("subject of a large message") + "\r\n\r\n");
            for (int i = 0; i < 20_000; i++) {
                client.send((i % 5000 == 2500 ? marker("body of a large message " + i) : "a line that fills the body")
                        + "\r\n");
            }
            client.send(".\r\n");
            assertThat(client.reply()).startsWith("250");
        }
        users.received(4, subject);
        users.received(4, markers.get("subject of a large message"));
    }

    private void throughSubmission() throws Exception {
        String subject = marker("subject of a submission");
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            assertThat(client.logInToSubmission(suite.user(4), marker("wrong password")))
                    .startsWith("535");
        }
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.logInToSubmission(suite.user(4), suite.password());
            client.ask("MAIL FROM:<" + suite.user(4) + "> ENVID=" + marker("ENVID"));
            client.ask("RCPT TO:<" + suite.user(4) + ">");
            client.ask("DATA");
            client.send("From: " + suite.user(4) + "\r\nSubject: " + subject + "\r\nContent-Type: text/plain;\r\n name="
                    + marker("file name") + "\r\n\r\n" + marker("body of a submission") + "\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            client.ask("MAIL FROM:<" + suite.user(4) + ">");
            client.ask("RCPT TO:<" + suite.user(4) + ">");
            client.ask("DATA");
            client.send("From: \"" + marker("name in a refused From") + "\" <" + marker("refused From") + "@"
                    + suite.domain() + ">\r\nSubject: " + marker("refused subject") + "\r\n\r\nbody\r\n.\r\n");
            assertThat(client.reply()).startsWith("550 5.7.1");
        }
        users.received(4, subject);
    }

    private void throughImap() throws Exception {
        var session = users.session("PLAIN");
        String subject = marker("subject of an append");
        String folder = marker("folder name");
        String renamed = marker("new folder name");
        MimeMessage message = new MimeMessage(
                session,
                new ByteArrayInputStream(("From: x@elsewhere.test\r\nSubject: " + subject + "\r\n\r\n"
                                + marker("body of an append") + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)));
        try (Store store = users.store(session, 4)) {
            Folder created = store.getFolder(folder);
            assertThat(created.create(Folder.HOLDS_MESSAGES)).isTrue();
            created.setSubscribed(true);
            created.appendMessages(new Message[] {message});
            try (Folder open = JakartaMail.opened(store, folder)) {
                Message appended = JakartaMail.await(open, subject);
                appended.setFlags(new Flags(marker("keyword")), true);
                appended.getContent();
                open.search(new BodyTerm(marker("word searched for")));
            }
            assertThat(created.renameTo(store.getFolder(renamed))).isTrue();
            assertThat(store.getFolder(marker("folder that is not there")).exists())
                    .isFalse();
        }
    }

    private void throughRest(String clear) throws Exception {
        String domain = "/api/v1/domains/" + rest.idOf("/api/v1/domains", "name", suite.domain());
        rest.patch(domain, "{\"description\":\"" + marker("description of a domain") + "\"}");
        String account = "/api/v1/accounts/"
                + rest.create(
                                "/api/v1/accounts",
                                "{\"login\":\"" + clear + "@" + suite.domain() + "\",\"displayName\":\""
                                        + marker("display name") + "\",\"description\":\""
                                        + marker("description of an account") + "\",\"password\":\""
                                        + marker("password") + "-A1!\"}")
                        .path("id")
                        .asString();
        rest.patch(account, "{\"displayName\":\"" + marker("new display name") + "\"}");
        String group = "/api/v1/groups/"
                + created(
                        "/api/v1/groups",
                        "{\"name\":\"" + marker("name of a group") + "\",\"description\":\""
                                + marker("description of a group") + "\",\"addresses\":[\"marked-group@"
                                + suite.domain() + "\"],\"members\":[\"" + suite.user(4) + "\"]}");
        String alias = "/api/v1/aliases/"
                + created(
                        "/api/v1/aliases",
                        "{\"address\":\"marked-alias@" + suite.domain() + "\",\"description\":\""
                                + marker("description of an alias") + "\",\"targets\":[\"" + suite.user(4) + "\"]}");
        String ipGroup = "/api/v1/ip-groups/"
                + created(
                        "/api/v1/ip-groups",
                        "{\"name\":\"" + marker("name of an IP group")
                                + "\",\"entries\":[{\"type\":\"host\",\"address\":\"192.0.2.7\",\"description\":\""
                                + marker("description of an entry") + "\"},{\"type\":\"host\",\"address\":\""
                                + marker("host of an entry") + ".example\"}]}");
        refusedByGroup(ipGroup);
        rest.get("/api/v1/accounts/" + marker("id that nobody has"));
        rest.send("POST", "/api/v1/accounts", "{\"login\":\"" + marker("malformed login") + "@@\"}", null);
        rest.send("POST", "/api/v1/accounts", "{\"" + marker("unknown member") + "\":1}", null);
        rest.send("POST", "/api/v1/accounts", "{" + marker("malformed document"), null);
        for (String path : new String[] {group, alias, ipGroup, account}) {
            rest.delete(path);
        }
    }

    private String created(String path, String document) {
        JsonNode body = rest.create(path, document);
        return body.path("id").asString();
    }

    /** A refusal that is logged; no other test is refused there, so that it is the first of its minute. */
    private void refusedByGroup(String ipGroup) throws Exception {
        String id = ipGroup.substring(ipGroup.lastIndexOf('/') + 1);
        String service = "/api/v1/services/submission";
        rest.patch(service, "{\"allowedGroup\":\"" + id + "\"}");
        Eventually.within(PATIENCE, () -> greeting().startsWith("554"));
        rest.patch(service, "{\"allowedGroup\":null}");
        Eventually.within(PATIENCE, () -> greeting().startsWith("220"));
    }

    private String greeting() throws Exception {
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            return client.line();
        }
    }

    private void inTheQueue() throws Exception {
        String recipient = marker("remote recipient") + "@remote.test";
        String routes = "/api/v1/smtp/routes";
        try (ForeignServer other = ForeignServer.on(0)) {
            other.refuse(recipient, 451, "4.2.0 " + marker("reply of another server"));
            String rules = "{\"rules\":[{\"pattern\":\"" + marker("pattern of a route")
                    + "*\"},{\"pattern\":\"*@remote.test\",\"host\":\"127.0.0.1\",\"port\":" + other.port() + "}]}";
            assertThat(rest.send("PUT", routes, rules, rest.get(routes).etag().orElseThrow())
                            .status())
                    .isEqualTo(200);
            String reply;
            try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
                client.logInToSubmission(suite.user(4), suite.password());
                client.ask("MAIL FROM:<" + suite.user(4) + ">");
                assertThat(client.ask("RCPT TO:<" + recipient + ">")).startsWith("250");
                client.ask("DATA");
                client.send("From: " + suite.user(4) + "\r\nSubject: " + marker("subject of queued mail") + "\r\n\r\n"
                        + marker("body of queued mail") + "\r\n.\r\n");
                reply = client.reply();
            }
            String queued = "/api/v1/queue/" + reply.substring(reply.lastIndexOf(' ') + 1);
            Eventually.within(
                    PATIENCE,
                    () -> rest.get(queued).body().toString().contains(markers.get("reply of another server")));
            rest.get("/api/v1/queue?recipient=" + recipient);
            assertThat(rest.send("DELETE", queued + "?bounce=true", "", "*").status())
                    .isEqualTo(204);
            users.receivedWith(4, "Final-Recipient: rfc822; " + recipient);
        } finally {
            rest.send("PUT", routes, "{\"rules\":[]}", rest.get(routes).etag().orElseThrow());
        }
    }

    /** A random word that is to be found nowhere. */
    private String marker(String meaning) {
        StringBuilder word = new StringBuilder("m");
        while (word.length() < LENGTH) {
            word.append(Character.forDigit(random.nextInt(36), 36));
        }
        markers.put(meaning, word.toString());
        return word.toString();
    }
}
