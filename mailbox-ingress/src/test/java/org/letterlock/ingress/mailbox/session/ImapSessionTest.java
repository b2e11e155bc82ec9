package org.letterlock.ingress.mailbox.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.ingress.mailbox.TestClient;
import org.letterlock.netty.session.SessionEnd;

class ImapSessionTest {
    private static final Duration LONG = Duration.ofMinutes(30);
    private static ImapServer server;

    @BeforeAll
    static void start() {
        server = ImapServer.start().permittingClear();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Tag("STORE-3")
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 65_537, 300_000, 5_000_000, 30_000_000})
    void whatWasAppendedIsFetchedOctetByOctet(int size) throws Exception {
        byte[] message = message(size);
        String login = "octets" + size;
        try (TestClient client = server.loggedIn(login)) {
            client.send("a APPEND INBOX {" + size + "}\r\n");
            assertThat(client.line()).isEqualTo("+ OK");
            client.send(new String(message, ISO_8859_1) + "\r\n");
            assertThat(client.completion("a").getLast()).startsWith("a OK [APPENDUID ");
            client.ask("SELECT INBOX");

            client.send("b FETCH 1 (BODY.PEEK[])\r\nc FETCH 1 (FLAGS BODY.PEEK[] RFC822.SIZE)\r\n");

            assertThat(client.line()).isEqualTo("* 1 FETCH (BODY[] {" + size + "}");
            assertThat(digest(client.octets(size))).isEqualTo(digest(message));
            assertThat(client.completion("b")).containsExactly(")", "b OK Fetch completed");
            assertThat(client.line()).isEqualTo("* 1 FETCH (FLAGS (\\Recent) BODY[] {" + size + "}");
            assertThat(digest(client.octets(size))).isEqualTo(digest(message));
            assertThat(client.completion("c")).containsExactly(" RFC822.SIZE " + size + ")", "c OK Fetch completed");
        }
    }

    private static byte[] message(int size) {
        byte[] message = new byte[size];
        new Random(size).nextBytes(message);
        for (int i = 0; i < size; i++) {
            message[i] = message[i] == 0 ? (byte) 'x' : message[i];
        }
        return message;
    }

    private static String digest(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIST \"\" *",
                "LSUB \"\" *",
                "SELECT INBOX",
                "EXAMINE INBOX",
                "STATUS INBOX (MESSAGES)",
                "NAMESPACE",
                "GETQUOTAROOT INBOX",
                "GETACL INBOX",
                "FETCH 1 BODY[]",
                "SEARCH ALL",
                "UID SEARCH ALL",
                "APPEND INBOX {3+}\r\nabc"
            })
    @Tag("SVC-17")
    void beforeTheLoginNothingIsToldOfAMailbox(String command) throws Exception {
        try (TestClient client = server.greeted()) {
            List<String> answer = client.ask(command);

            assertThat(answer).singleElement().asString().matches("t (BAD|NO) .*");
            assertThat(String.join("", answer)).doesNotContain("INBOX");
        }
    }

    @Test
    void pipelinedCommandsAreAnsweredInTheirOrder() throws Exception {
        try (TestClient client = server.loggedIn("pipelining")) {
            var commands = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                commands.append("x").append(i).append(i % 3 == 0 ? " NOOP\r\n" : " STATUS INBOX (MESSAGES)\r\n");
                expected.add("x" + i);
            }
            client.send(commands.toString());

            List<String> answered = new ArrayList<>();
            while (answered.size() < 200) {
                String line = client.line();
                if (line.startsWith("x")) {
                    answered.add(line.substring(0, line.indexOf(' ')));
                }
            }
            assertThat(answered).isEqualTo(expected);
        }
    }

    @Test
    void aClientThatDoesNotReadDoesNotFillTheMemory() throws Exception {
        String login = "slow";
        byte[] message = message(2_000_000);
        for (int i = 0; i < 50; i++) {
            server.store().deliver(server.account(login), "INBOX", new String(message, ISO_8859_1));
        }
        try (TestClient client = server.loggedIn(login)) {
            client.ask("SELECT INBOX");
            client.send("a FETCH 1:* (FLAGS BODY.PEEK[])\r\n");
            client.line();

            // 100 MB are on their way to a client that has stopped reading; the pool of buffers shows what waits.
            Thread.onSpinWait();
            long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();

            assertThat(held).isLessThan(40_000_000);
        }
    }

    @Tag("IMAP-5")
    @Test
    void deepNestingBeforeLoginIsACleanError() throws Exception {
        try (TestClient client = server.greeted()) {
            assertThat(client.ask("SEARCH " + "(".repeat(7000)))
                    .last()
                    .asString()
                    .startsWith("t BAD ");
            assertThat(client.ask("(".repeat(100_000))).last().asString().isEqualTo("t BAD Line too long");
            assertThat(client.ask("NOOP")).containsExactly("t OK Noop completed");
        }
    }

    @Tag("IMAP-5")
    @Test
    void deepNestingAfterLoginIsACleanError() throws Exception {
        try (TestClient client = server.loggedIn("nesting")) {
            client.ask("SELECT INBOX");
            assertThat(client.ask("SEARCH " + "NOT ".repeat(16_000) + "ALL"))
                    .last()
                    .asString()
                    .startsWith("t BAD ");
            assertThat(client.ask("LIST \"\" " + "*a".repeat(30_000)))
                    .last()
                    .asString()
                    .startsWith("t OK ");
        }
    }

    @Tag("IMAP-5")
    @Test
    void twentyErrorsCloseTheConnection() throws Exception {
        try (TestClient client = server.greeted()) {
            for (int i = 0; i < 19; i++) {
                client.ask("NONSENSE");
            }
            client.send("t NONSENSE\r\n");

            assertThat(client.line()).startsWith("t BAD");
            assertThat(client.line()).isEqualTo("* BYE Too many errors");
            assertThat(client.line()).isEqualTo("(closed)");
        }
    }

    @Tag("CONN-8")
    @Test
    void anAccountHasSoManySessionsAndNoMore() throws Exception {
        try (TestClient _ = server.loggedIn("crowd");
                TestClient _ = server.loggedIn("crowd");
                TestClient third = server.loggedIn("crowd");
                TestClient fourth = server.greeted()) {
            assertThat(fourth.ask("LOGIN crowd secret")).containsExactly("t NO [LIMIT] Too many sessions");

            third.ask("LOGOUT");
            assertThat(third.line()).isEqualTo("(closed)");
            String answer = "";
            for (int i = 0; i < 200 && !answer.startsWith("t OK"); i++) {
                answer = fourth.ask("LOGIN crowd secret").getLast();
            }
            assertThat(answer).startsWith("t OK");
        }
    }

    @Tag("SESS-6")
    @Tag("ACP-6")
    @ParameterizedTest
    @CsvSource({
        "ACCESS_POLICY,* BYE Access policy changed",
        "ACCOUNT_DISABLED,* BYE Account disabled",
        "PASSWORD_CHANGED,* BYE Password changed"
    })
    void aSessionThatMustEndIsToldWhy(SessionEnd why, String bye) throws Exception {
        try (TestClient client = server.loggedIn("leaver")) {
            server.register().review(new SessionSelection.OfAccount(server.account("leaver")), _ -> Optional.of(why));

            assertThat(client.line()).isEqualTo(bye);
            assertThat(client.line()).isEqualTo("(closed)");
        }
    }

    @Tag("SESS-6")
    @Test
    void anIdlingSessionEndsToo() throws Exception {
        try (TestClient client = server.loggedIn("idler")) {
            client.ask("SELECT INBOX");
            client.send("i IDLE\r\n");
            assertThat(client.line()).isEqualTo("+ idling");

            server.register().end(new SessionSelection.OfAccount(server.account("idler")));

            assertThat(client.line()).isEqualTo("* BYE Session ended by an administrator");
            assertThat(client.line()).isEqualTo("(closed)");
        }
    }

    @Tag("SESS-6")
    @Test
    void aClientInTheMiddleOfAnAppendIsNotWaitedForLong() throws Exception {
        try (TestClient client = server.loggedIn("slow")) {
            client.send("a APPEND INBOX {1000}\r\n");
            assertThat(client.line()).startsWith("+ ");
            Instant start = Instant.now();

            server.register().end(new SessionSelection.OfAccount(server.account("slow")));

            assertThat(client.line()).isIn("(closed)", "* BYE Session ended by an administrator");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Tag("SESS-1")
    @Test
    void aSessionIsListedFromItsLoginOnUntilItsEnd() throws Exception {
        var which = new SessionSelection.OfAccount(server.account("seen"));
        try (TestClient client = server.greeted()) {
            assertThat(server.register().find(which)).isEmpty();
            client.ask("LOGIN seen secret");
            client.ask("ID (\"name\" \"Mutt\" \"version\" \"2.2\")");

            assertThat(server.register().find(which)).singleElement().satisfies(session -> {
                assertThat(session.id().version()).isEqualTo(7);
                assertThat(session.service()).isEqualTo("imap");
                assertThat(session.protocol()).isEqualTo("IMAP4rev1");
                assertThat(session.mechanism()).isEqualTo("PLAIN");
                assertThat(session.tlsVersion()).isNull();
                assertThat(session.peer()).isEqualTo("127.0.0.1");
                assertThat(session.client()).isEqualTo("Mutt 2.2");
                assertThat(session.lastActivity()).isBetween(session.startedAt(), Instant.now());
            });

            client.ask("ENABLE IMAP4rev2");
            assertThat(server.register().find(which).getFirst().protocol()).isEqualTo("IMAP4rev2");
            client.ask("LOGOUT");
            assertThat(client.line()).isEqualTo("(closed)");
        }
        for (int i = 0; i < 1000 && !server.register().find(which).isEmpty(); i++) {
            Thread.onSpinWait();
        }
        assertThat(server.register().find(which)).isEmpty();
    }

    @Test
    void aSessionWhoseMailboxWasDeletedEnds() throws Exception {
        try (TestClient owner = server.loggedIn("deleter");
                TestClient other = server.loggedIn("deleter")) {
            owner.ask("CREATE doomed");
            other.ask("SELECT doomed");
            other.send("i IDLE\r\n");
            assertThat(other.line()).isEqualTo("+ idling");

            owner.ask("DELETE doomed");

            assertThat(other.line()).isEqualTo("* BYE Selected mailbox was deleted");
            assertThat(other.line()).isEqualTo("(closed)");
        }
    }

    @Tag("TLS-4")
    @Test
    void aStartTlsInjectionIsReported() throws Exception {
        try (ImapServer strict = ImapServer.start();
                TestClient client = strict.greeted()) {
            client.send("a STARTTLS\r\nb NOOP\r\n");

            assertThat(client.line()).isEqualTo("a BAD Nothing may follow STARTTLS");
            assertThat(client.line()).isEqualTo("(closed)");
            assertThat(strict.injections()).isEqualTo(1);
        }
    }

    @Test
    void onTheTlsPortTheGreetingOffersLogin() throws Exception {
        try (ImapServer strict = ImapServer.start();
                Socket socket = ImapServer.clientTls().getSocketFactory().createSocket("localhost", strict.tlsPort());
                TestClient client = new TestClient(socket)) {
            assertThat(client.line()).contains("AUTH=SCRAM-SHA-256-PLUS").doesNotContain("STARTTLS", "LOGINDISABLED");
            assertThat(client.ask("LOGIN u1 secret")).last().asString().startsWith("t OK ");
        }
    }

    @Tag("CONN-9")
    @Test
    void whoDoesNotLogInIsSentAway() throws Exception {
        var times = new ImapTimes(Duration.ofMillis(300), LONG, LONG, LONG);
        try (ImapServer impatient = ImapServer.start(times).permittingClear();
                TestClient client = impatient.greeted()) {
            client.ask("NOOP");

            assertThat(client.line()).isEqualTo("* BYE Timeout");
            assertThat(client.line()).isEqualTo("(closed)");
        }
    }

    @Tag("IMAP-11")
    @Test
    void anIdlingClientIsToldThatWeAreHereUntilItsTimeIsOver() throws Exception {
        var times = new ImapTimes(LONG, Duration.ofMillis(700), Duration.ofMillis(200), LONG);
        try (ImapServer impatient = ImapServer.start(times).permittingClear();
                TestClient client = impatient.loggedIn("idler")) {
            client.send("i IDLE\r\n");

            assertThat(client.line()).isEqualTo("+ idling");
            List<String> lines = client.completion("i");
            assertThat(lines).startsWith("* OK Still here", "* OK Still here");
            assertThat(lines).endsWith("* BYE Idle for too long", "(closed)");
        }
    }

    @Tag("CONN-10")
    @Tag("SVC-2")
    @Test
    void theIdleTimeOfTheServicesPolicyHoldsAfterTheLogin() throws Exception {
        try (ImapServer impatient = ImapServer.start(new ImapTimes(LONG, LONG, LONG, LONG))
                        .permittingClear()
                        .idleFor(Duration.ofSeconds(1));
                TestClient client = impatient.loggedIn("silent")) {
            assertThat(client.line()).startsWith("* BYE ");
            assertThat(client.line()).isEqualTo("(closed)");
        }
    }

    @Test
    void aMessageBrokenOffIsNotStored() throws Exception {
        String login = "breaker";
        try (TestClient client = server.loggedIn(login)) {
            client.send("a APPEND INBOX {1000}\r\n");
            client.line();
            client.send("x".repeat(999));
        }
        try (TestClient client = server.loggedIn(login)) {
            assertThat(client.ask("STATUS INBOX (MESSAGES)")).first().isEqualTo("* STATUS INBOX (MESSAGES 0)");
        }
    }

    @Test
    void aMessageWithoutTheEndOfItsCommandIsNotStored() throws Exception {
        try (TestClient client = server.loggedIn("tail")) {
            client.send("a APPEND INBOX {5+}\r\nhello!\r\n");

            assertThat(client.completion("a")).containsExactly("a BAD Expected CRLF behind the message");
            assertThat(client.ask("STATUS INBOX (MESSAGES)")).first().isEqualTo("* STATUS INBOX (MESSAGES 0)");
        }
    }

    @Tag("STORE-6")
    @Test
    void aPushComesAtOnce() throws Exception {
        String login = "push";
        try (TestClient client = server.loggedIn(login)) {
            client.ask("SELECT INBOX");
            client.send("i IDLE\r\n");
            client.line();
            List<Long> micros = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                long start = System.nanoTime();
                server.store().deliver(server.account(login), "INBOX", "Subject: x\r\n\r\n");
                assertThat(client.line()).isEqualTo("* " + i + " EXISTS");
                micros.add((System.nanoTime() - start) / 1000);
                client.line();
            }
            micros.sort(Long::compare);

            assertThat(micros.get(25)).isLessThan(50_000);
        }
    }

    @Test
    void octetsOfTheStoreAreThoseOfTheClient() throws Exception {
        String login = "eight";
        try (TestClient client = server.loggedIn(login)) {
            client.send("a APPEND INBOX {7+}\r\n\u00ff\u00fe\n\r\n\r\u00e4\r\n");
            client.completion("a");

            assertThat(server.store().octets(server.account(login), "INBOX", new Uid(1)))
                    .isEqualTo("\u00ff\u00fe\n\r\n\r\u00e4".getBytes(ISO_8859_1));
        }
    }
}
