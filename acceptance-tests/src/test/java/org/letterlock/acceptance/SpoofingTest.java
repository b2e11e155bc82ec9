package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody sends in another's name: each variant is refused with its exact reply, and {@code /explain/sender} says the same. */
class SpoofingTest {
    private static final Duration LIVE = Duration.ofSeconds(1);

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("SPOOF-5")
    @Tag("SPOOF-7")
    @Tag("SPOOF-16")
    void anotherUsersMailFromIsRefusedAtMail() throws Exception {
        try (Dialogue client = loggedIn(3)) {
            String reply = client.ask("MAIL FROM:<" + suite.user(4) + ">");

            assertThat(reply)
                    .isEqualTo("550 5.7.1 Sender address " + suite.user(4) + " not permitted for authenticated user");
            assertThat(explained(3, "{\"mailFrom\":\"" + suite.user(4) + "\",")).isEqualTo(reply);
            assertThat(client.ask("MAIL FROM:<" + suite.user(3) + ">")).startsWith("250 2.1.0");
        }
    }

    @Test
    @Tag("SPOOF-4")
    @Tag("SPOOF-7")
    void anotherUsersFromAndSenderAreRefusedAfterTheData() throws Exception {
        assertThat(submit(3, "From: " + suite.user(4) + "\r\n"))
                .isEqualTo("550 5.7.1 From header address " + suite.user(4) + " not permitted for authenticated user");
        assertThat(submit(3, "From: " + suite.user(3) + ", " + suite.user(4) + "\r\nSender: " + suite.user(3) + "\r\n"))
                .isEqualTo("550 5.7.1 From header address " + suite.user(4) + " not permitted for authenticated user");
        assertThat(submit(3, "From: " + suite.user(3) + "\r\nSender: " + suite.user(4) + "\r\n"))
                .isEqualTo(
                        "550 5.7.1 Sender header address " + suite.user(4) + " not permitted for authenticated user");
        assertThat(submit(3, "From: " + suite.user(3) + "\r\n")).startsWith("250 2.0.0 Ok: queued as ");
    }

    @Test
    @Tag("SPOOF-13")
    void submissionNeedsOneFromFieldThatCanBeRead() throws Exception {
        String mine = "From: " + suite.user(3) + "\r\n";
        for (String header : new String[] {
            "Subject: nobody\r\n",
            mine + mine,
            "From: \"\r\n",
            "From: group: " + suite.user(3) + ";\r\n",
            "From: " + suite.user(3) + ", u3+x@" + suite.domain() + "\r\n"
        }) {
            assertThat(submit(3, header)).as(header).isEqualTo("550 5.6.0 Invalid From header");
        }
    }

    @Test
    @Tag("SPOOF-6")
    void withoutLoginALocalSenderIsRefusedOnPort25() throws Exception {
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO client.example");
            assertThat(client.ask("MAIL FROM:<" + suite.user(1) + ">"))
                    .isEqualTo("550 5.7.1 Authentication required to send from " + suite.user(1));
            assertThat(client.ask("MAIL FROM:<>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<" + suite.user(1) + ">")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            client.send("From: " + suite.user(2) + "\r\nSubject: forged\r\n\r\nbody\r\n.\r\n");
            assertThat(client.reply())
                    .isEqualTo("550 5.7.1 Authentication required: From address " + suite.user(2)
                            + " belongs to a local domain");
        }
    }

    @Test
    @Tag("SPOOF-3")
    @Tag("SPOOF-15")
    void aGroupActsOnTheOpenSessionAsSoonAsItChanges() throws Exception {
        String group = "sales@" + suite.domain();

        actsOnTheOpenSession(
                group,
                "/api/v1/groups",
                "{\"name\":\"Sales\",\"addresses\":[\"" + group + "\"],\"members\":[\"" + suite.user(3) + "\"]}");
    }

    @Test
    @Tag("SPOOF-3")
    @Tag("SPOOF-15")
    void anAliasActsOnTheOpenSessionAsSoonAsItChanges() throws Exception {
        String alias = "third@" + suite.domain();

        actsOnTheOpenSession(
                alias, "/api/v1/aliases", "{\"address\":\"" + alias + "\",\"targets\":[\"" + suite.user(3) + "\"]}");
    }

    @Test
    @Tag("DELEG-2")
    @Tag("DELEG-5")
    void aDelegationLetsSendOnBehalfUntilItIsRevoked() throws Exception {
        String principal = rest.idOf("/api/v1/accounts", "login", suite.user(4));
        String delegate = rest.idOf("/api/v1/accounts", "login", suite.user(3));
        String delegations = "/api/v1/accounts/" + principal + "/delegations";
        String header = "From: " + suite.user(4) + "\r\nSubject: on behalf\r\n";
        assertThat(submit(3, header)).startsWith("550 5.7.1");

        String id = rest.create(delegations, "{\"account\":\"" + delegate + "\"}")
                .path("id")
                .asString();
        assertThat(submit(3, header)).startsWith("250 2.0.0");

        rest.delete(delegations + "/" + id);
        assertThat(submit(3, header)).startsWith("550 5.7.1");
    }

    /** One session, before the resource exists, while it does, and after. */
    private void actsOnTheOpenSession(String sender, String resources, String document) throws Exception {
        try (Dialogue client = loggedIn(3)) {
            assertThat(client.ask("MAIL FROM:<" + sender + ">")).startsWith("550 5.7.1");

            String id = rest.create(resources, document).path("id").asString();
            Eventually.within(
                    LIVE, () -> client.ask("MAIL FROM:<" + sender + ">").startsWith("250"));
            client.ask("RSET");

            rest.delete(resources + "/" + id);
            Eventually.within(LIVE, () -> {
                String reply = client.ask("MAIL FROM:<" + sender + ">");
                client.ask("RSET");
                return reply.startsWith("550");
            });
        }
    }

    private Dialogue loggedIn(int user) throws Exception {
        Dialogue client = suite.dialogue("SUBMISSION_PORT");
        assertThat(client.logInToSubmission(suite.user(user), suite.password()))
                .isEqualTo("235 2.7.0 Authentication successful");
        return client;
    }

    private String submit(int user, String header) throws Exception {
        try (Dialogue client = loggedIn(user)) {
            assertThat(client.ask("MAIL FROM:<" + suite.user(user) + ">")).startsWith("250");
            assertThat(client.ask("RCPT TO:<" + suite.user(1) + ">")).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            client.send(header + "\r\nbody\r\n.\r\n");
            return client.reply();
        }
    }

    private String explained(int user, String start) {
        String account = rest.idOf("/api/v1/accounts", "login", suite.user(user));
        return rest.create("/api/v1/explain/sender", start + "\"account\":\"" + account + "\",\"ip\":\"192.0.2.1\"}")
                .path("reply")
                .asString();
    }
}
