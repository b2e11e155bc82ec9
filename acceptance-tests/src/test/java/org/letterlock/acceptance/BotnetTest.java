package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A botnet of many addresses with one guess each, over SMTP and IMAP in turn, one address that guesses fast, and one behind an
 * exempt proxy; meanwhile the owner of the account logs in from where he always does, beside a phone with his old password.
 */
class BotnetTest {
    private static final int BOTS = Integer.getInteger("letterlock.bots", 240);
    private static final int OWNER_EVERY = 6; // bots
    private static final int PHONE_EVERY = 12;
    private static final String HOME = "127.77.0.1";
    private static final String ELSEWHERE = "127.77.0.2";
    private static final String FAST = "127.77.0.3";
    private static final String PROXY = "127.77.0.4";
    private static final String OLD = "Brass-Lantern-1908";
    private static final String PASSWORD = "Copper-Kettle-4711";
    private static final String GRANTED = "granted";
    private static final String WRONG = "wrong";
    private static final String LATER = "later";
    private static final String CLOSED = "closed";
    private static final Duration LIVE = Duration.ofSeconds(1);

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();
    private final String name = "botted" + System.nanoTime() + "@" + suite.domain();

    @Test
    @Tag("GUESS-1")
    @Tag("GUESS-4")
    @Tag("GUESS-5")
    @Tag("GUESS-7")
    @Tag("GUESS-8")
    @Tag("GUESS-9")
    @Tag("GUESS-10")
    @Tag("GUESS-12")
    void aBotnetIsStoppedAndTheOwnerIsNot() throws Exception {
        String account = rest.create(
                        "/api/v1/accounts", "{\"login\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}")
                .path("id")
                .asString();
        String group = rest.create(
                        "/api/v1/ip-groups",
                        "{\"name\":\"Proxy " + System.nanoTime() + "\",\"entries\":[{\"type\":\"host\",\"address\":\""
                                + PROXY + "\"}]}")
                .path("id")
                .asString();
        rest.patch("/api/v1/guessing-protection", "{\"exemptGroup\":\"" + group + "\"}");
        try {
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> logIn(0, HOME, name, PASSWORD).equals(GRANTED)); // as soon as the account is known everywhere

            List<String> bots = new ArrayList<>();
            List<String> owner = new ArrayList<>();
            List<String> phone = new ArrayList<>();
            attack(bots, owner, phone);

            // Three guesses were looked at before strangers were locked out; no more within the lock time.
            assertThat(bots).filteredOn(WRONG::equals).hasSizeLessThanOrEqualTo(3);
            assertThat(bots).containsOnly(WRONG, LATER);
            assertThat(owner).hasSize(BOTS / OWNER_EVERY).containsOnly(GRANTED);
            assertThat(phone).hasSize(BOTS / PHONE_EVERY).containsOnly(WRONG);
            assertThat(logIn(0, ELSEWHERE, name, PASSWORD)).isEqualTo(LATER);

            guessFast();
            assertThat(logIn(1, PROXY, "nobody-at-all@" + suite.domain(), "guess again"))
                    .isEqualTo(WRONG);
            assertThat(logIn(0, HOME, name, PASSWORD)).isEqualTo(GRANTED);

            rest.delete("/api/v1/blocked-addresses/" + FAST);
            Eventually.within(
                    LIVE,
                    () -> !logIn(1, FAST, "someone@" + suite.domain(), "one guess")
                            .equals(CLOSED));
            assertThat(rest.send("POST", "/api/v1/accounts/" + account + "/unlock", "", null)
                            .status())
                    .isEqualTo(204);
            Eventually.within(LIVE, () -> logIn(1, ELSEWHERE, name, PASSWORD).equals(GRANTED));
        } finally {
            rest.patch("/api/v1/guessing-protection", "{\"exemptGroup\":null}");
            rest.delete("/api/v1/ip-groups/" + group);
        }
    }

    private void attack(List<String> bots, List<String> owner, List<String> phone) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> guesses = new ArrayList<>();
            List<Future<String>> logins = new ArrayList<>();
            List<Future<String>> repetitions = new ArrayList<>();
            for (int i = 0; i < BOTS; i++) {
                int bot = i;
                String address = "127.78." + bot / 250 + "." + (1 + bot % 250);
                guesses.add(threads.submit(() -> logIn(bot, address, name, "guess number " + bot)));
                if (bot % OWNER_EVERY == 0) {
                    logins.add(threads.submit(() -> logIn(bot / OWNER_EVERY, HOME, name, PASSWORD)));
                }
                if (bot % PHONE_EVERY == 0) {
                    repetitions.add(threads.submit(() -> logIn(bot / PHONE_EVERY, HOME, name, OLD)));
                }
            }
            for (Future<String> guess : guesses) {
                bots.add(guess.get());
            }
            for (Future<String> login : logins) {
                owner.add(login.get());
            }
            for (Future<String> repetition : repetitions) {
                phone.add(repetition.get());
            }
        }
    }

    /** Both guess at names that nobody has, more often than an address may; only one of them is stopped. */
    private void guessFast() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(i, FAST, "fast" + i + "@" + suite.domain(), "guess"))
                    .isEqualTo(WRONG);
            assertThat(logIn(i, PROXY, "proxied" + i + "@" + suite.domain(), "guess"))
                    .isEqualTo(WRONG);
        }
        Eventually.within(
                LIVE,
                () -> logIn(0, FAST, name, PASSWORD).equals(CLOSED)
                        && logIn(1, FAST, name, PASSWORD).equals(CLOSED));
        assertThat(rest.get("/api/v1/blocked-addresses/" + FAST).status()).isEqualTo(200);
    }

    /** What became of a login with PLAIN, over SMTP for even numbers and over IMAP for odd ones. */
    private String logIn(int number, String source, String login, String password) throws IOException {
        String plain = Base64.getEncoder().encodeToString(("\0" + login + "\0" + password).getBytes(UTF_8));
        boolean smtp = number % 2 == 0;
        int port = suite.port(smtp ? "SMTPS_PORT" : "IMAPS_PORT");
        try (Dialogue client = Dialogue.openTls(source, suite.environment("HOST"), port, suite.tls())) {
            return smtp ? overSmtp(client, plain) : overImap(client, plain);
        } catch (IOException closedBeforeTheHandshake) {
            return CLOSED;
        }
    }

    private static String overSmtp(Dialogue client, String plain) throws IOException {
        client.reply();
        client.ask("EHLO client.example");
        return outcome(client.ask("AUTH PLAIN " + plain), "235", "535", "454");
    }

    private static String overImap(Dialogue client, String plain) throws IOException {
        client.line();
        client.send("a AUTHENTICATE PLAIN " + plain + "\r\n");
        String line = client.line();
        while (line.startsWith("* ")) {
            line = client.line();
        }
        return outcome(line, "a OK", "a NO [AUTHENTICATIONFAILED]", "a NO [UNAVAILABLE]");
    }

    private static String outcome(String reply, String granted, String wrong, String later) {
        if (reply.startsWith(granted)) {
            return GRANTED;
        }
        if (reply.startsWith(wrong)) {
            return WRONG;
        }
        return reply.startsWith(later) ? LATER : reply;
    }
}
