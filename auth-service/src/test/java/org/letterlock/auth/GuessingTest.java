package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.sasl.SaslMessage;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The protection as the ingress and the edge meet it. Each test has addresses and names of its own. */
class GuessingTest {
    private static final String PASSWORD = "the right password";
    private static final String UNTOUCHED = "198.51.100.250";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().domain("guess.test");
    }

    @BeforeEach
    void protect() {
        service.publish(GuessingPolicy.DEFAULT);
    }

    @AfterAll
    static void endProtection() {
        AuthServiceFixture.running().publish(AuthServiceFixture.NO_PROTECTION);
    }

    @Test
    @Tag("GUESS-1")
    @Tag("GUESS-6")
    @Tag("GUESS-7")
    void oneAddressThatGuessesOverSmtpAndImapIsBlocked() {
        service.account("owner@guess.test", PASSWORD);
        for (int i = 0; i < 9; i++) {
            assertThat(plain(i % 2 == 0 ? "imap" : "smtp", "198.51.100.1", "name" + i + "@guess.test", "guess"))
                    .isEqualTo(new Refused(Reason.CREDENTIALS));
        }
        assertThat(plain("imap", "198.51.100.1", "owner@guess.test", PASSWORD)).isInstanceOf(Granted.class);
        plain("smtp", "198.51.100.1", "name9@guess.test", "guess");

        await(() -> service.blocks().find("198.51.100.1/32").isPresent());
        assertThat(plain("imap", "198.51.100.1", "owner@guess.test", PASSWORD))
                .isEqualTo(new Refused(Reason.TEMPORARY));
        assertThat(plain("imap", UNTOUCHED, "owner@guess.test", PASSWORD)).isInstanceOf(Granted.class);
        Reply block = service.get("/api/v1/blocked-addresses/198.51.100.1").expect(200);
        assertThat(block.body().path("servicesTried").toString()).isEqualTo("[\"imap\",\"smtp\"]");
        assertThat(block.body().path("namesTried").asInt(0)).isEqualTo(10);
        assertThat(block.text("reason")).isEqualTo("GUESSING");
        assertThat(service.get("/api/v1/blocked-addresses").body().toString()).contains("198.51.100.1");
        await(() -> told("block.added", "198.51.100.1"));

        service.delete("/api/v1/blocked-addresses/198.51.100.1").expect(204);
        await(() -> service.blocks().find("198.51.100.1/32").isEmpty());
        assertThat(plain("imap", "198.51.100.1", "owner@guess.test", PASSWORD)).isInstanceOf(Granted.class);
        service.get("/api/v1/blocked-addresses/198.51.100.1").expect(404);
        await(() -> told("block.removed", "198.51.100.1"));
    }

    @Test
    @Tag("LIMIT-4")
    void whoAsksForTooManyUnknownRecipientsIsBlockedForAnHour() {
        ClientCount again = unknownRecipient("198.51.100.70");
        for (int i = 0; i < 5; i++) {
            service.tellUnknownRecipient(again); // delivered again, and the same one
        }
        service.tellUnknownRecipient(new ClientCount(
                UUID.randomUUID(),
                UUID.randomUUID(),
                IpAddress.parse("198.51.100.70").require(),
                Instant.now().minusSeconds(3700)));
        for (int i = 0; i < 9; i++) {
            service.tellUnknownRecipient(unknownRecipient("198.51.100.70"));
        }
        for (int i = 0; i < 11; i++) { // in order: the other client's ten are counted when this one is blocked
            service.tellUnknownRecipient(unknownRecipient("198.51.100.71"));
        }
        await(() -> service.blocks().find("198.51.100.71/32").isPresent());
        assertThat(service.blocks().find("198.51.100.70/32")).isEmpty();

        service.tellUnknownRecipient(unknownRecipient("198.51.100.70"));

        await(() -> service.blocks().find("198.51.100.70/32").isPresent());
        AddressBlock block = service.blocks().find("198.51.100.70/32").orElseThrow();
        assertThat(block.reason()).isEqualTo(AddressBlock.Reason.HARVEST);
        assertThat(Duration.between(block.since(), block.until())).isEqualTo(Duration.ofHours(1));
        Reply shown = service.get("/api/v1/blocked-addresses/198.51.100.70").expect(200);
        assertThat(shown.text("reason")).isEqualTo("HARVEST");
        assertThat(service.get("/api/v1/blocked-addresses?reason=HARVEST")
                        .body()
                        .toString())
                .contains("198.51.100.70");
        await(() -> told("block.added", "198.51.100.70"));

        service.delete("/api/v1/blocked-addresses/198.51.100.70").expect(204);
        await(() -> service.blocks().find("198.51.100.70/32").isEmpty());
    }

    @Test
    @Tag("LIMIT-4")
    void aBlockForHarvestingTakesThePlaceOfOneThatEndsEarlierAndOfNoOther() {
        service.create("/api/v1/blocked-addresses", Map.of("address", "198.51.100.72", "duration", 300))
                .expect(201);
        service.create("/api/v1/blocked-addresses", Map.of("address", "198.51.100.73", "duration", 86_400))
                .expect(201);
        for (int i = 0; i < 11; i++) {
            service.tellUnknownRecipient(unknownRecipient("198.51.100.73"));
            service.tellUnknownRecipient(unknownRecipient("198.51.100.72"));
        }

        await(() -> service.blocks()
                .find("198.51.100.72/32")
                .filter(block -> block.reason() == AddressBlock.Reason.HARVEST)
                .isPresent());
        assertThat(service.blocks().find("198.51.100.73/32"))
                .hasValueSatisfying(block -> assertThat(block.reason()).isEqualTo(AddressBlock.Reason.BY_HAND));
    }

    @Test
    @Tag("GUESS-1")
    @Tag("GUESS-8")
    void whoGoesOnTryingALockedNameIsBlocked() {
        for (int i = 0; i < 3; i++) {
            assertThat(plain("imap", "198.51.100.80", "one-name@guess.test", "guess " + i))
                    .isEqualTo(new Refused(Reason.CREDENTIALS));
        }
        for (int i = 3; i < 10; i++) {
            assertThat(plain("imap", "198.51.100.80", "one-name@guess.test", "guess " + i))
                    .isEqualTo(new Refused(Reason.LOCKED));
        }

        await(() -> service.blocks().find("198.51.100.80/32").isPresent());
    }

    @Test
    @Tag("GUESS-1")
    void theAddressesOfAnIpv6NetworkCountTogether() {
        for (int i = 0; i < 10; i++) {
            plain("imap", "2001:db8:5:5::" + i, "six" + i + "@guess.test", "guess");
        }

        await(() -> service.blocks().find("2001:db8:5:5::/64").isPresent());
        assertThat(service.blocks().find("2001:db8:5:5::/64"))
                .hasValueSatisfying(block -> assertThat(block.reason()).isEqualTo(AddressBlock.Reason.GUESSING));
    }

    @Test
    @Tag("GUESS-1")
    void aServiceThatDoesNotCountBlocksNobody() {
        service.publish(new GuessingPolicy(true, 2, 60, 300, Set.of("ldap"), null, true, 3, 300));
        for (int i = 0; i < 4; i++) {
            plain("ldap", "198.51.100.3", "ldap" + i + "@guess.test", "guess");
        }

        service.get("/api/v1/blocked-addresses/198.51.100.3").expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"botted@guess.test", "nobody-at-all@guess.test"})
    @Tag("GUESS-8")
    @Tag("GUESS-11")
    void aBotnetLocksTheNameWhetherOrNotSomebodyHasIt(String name) {
        service.account(name.equals("botted@guess.test") ? name : "somebody-else@guess.test", PASSWORD);
        for (int i = 0; i < 3; i++) {
            assertThat(plain("imap", "203.0.113." + i, name, "guess " + i)).isEqualTo(new Refused(Reason.CREDENTIALS));
        }

        assertThat(plain("imap", UNTOUCHED, name, PASSWORD)).isEqualTo(new Refused(Reason.LOCKED));
        assertThat(plain("smtp", UNTOUCHED, name.toUpperCase(Locale.ROOT), "guess"))
                .isEqualTo(new Refused(Reason.LOCKED));
        assertThat(scram(UNTOUCHED, name)).isEqualTo(new Refused(Reason.LOCKED));
        Reply console = service.anonymous("POST", "/api/v1/sessions/login", login(name, PASSWORD));
        assertThat(console.expect(429).problem()).isEqualTo("account-locked");
    }

    @Test
    @Tag("GUESS-10")
    void aBotnetDoesNotLockOutTheOwnerWhereHeHasLoggedInBefore() {
        service.account("owner10@guess.test", PASSWORD);
        assertThat(plain("imap", "203.0.113.50", "owner10@guess.test", PASSWORD))
                .isInstanceOf(Granted.class);
        for (int i = 0; i < 5; i++) {
            plain("imap", "203.0.113." + (51 + i), "owner10@guess.test", "guess " + i);
        }

        assertThat(plain("imap", "203.0.113.60", "owner10@guess.test", PASSWORD))
                .isEqualTo(new Refused(Reason.LOCKED));
        assertThat(scram("203.0.113.60", "owner10@guess.test")).isEqualTo(new Refused(Reason.LOCKED));
        assertThat(plain("smtp", "203.0.113.50", "owner10@guess.test", PASSWORD))
                .isInstanceOf(Granted.class);
        assertThat(scram("203.0.113.50", "owner10@guess.test")).isInstanceOf(AuthenticationReply.Challenge.class);
    }

    @Test
    @Tag("GUESS-8")
    void aSuccessEndsTheRowOfFailures() {
        service.account("clumsy@guess.test", PASSWORD);
        for (int round = 0; round < 3; round++) {
            plain("imap", "203.0.113.20", "clumsy@guess.test", "typo a" + round);
            plain("imap", "203.0.113.21", "clumsy@guess.test", "typo b" + round);
            assertThat(plain("imap", "203.0.113.20", "clumsy@guess.test", PASSWORD))
                    .isInstanceOf(Granted.class);
        }
    }

    @Test
    @Tag("GUESS-2")
    void guessesAtTheCurrentPasswordCountAsLoginsDo() {
        service.account("session@guess.test", PASSWORD);
        String token = service.anonymous("POST", "/api/v1/sessions/login", login("session@guess.test", PASSWORD))
                .expect(200)
                .text("token");
        for (int i = 0; i < 3; i++) {
            change(token, "guess " + i).expect(401);
        }

        assertThat(change(token, PASSWORD).expect(429).problem()).isEqualTo("account-locked");
    }

    @Test
    @Tag("GUESS-9")
    void aPhoneThatRepeatsAnOldPasswordDoesNotLockItsOwner() {
        service.account("phone@guess.test", PASSWORD);
        for (int i = 0; i < 9; i++) {
            assertThat(plain("imap", "203.0.113.30", "phone@guess.test", "the old password"))
                    .isEqualTo(new Refused(Reason.CREDENTIALS));
        }

        assertThat(plain("imap", "203.0.113.31", "phone@guess.test", PASSWORD)).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("GUESS-12")
    void anAdministratorUnlocksOneAListADomainOrAll() {
        service.domain("unlock.test");
        String one = service.account("one@unlock.test", PASSWORD);
        String domain = service.get("/api/v1/accounts/" + one).text("domain");

        lock("one@unlock.test");
        service.create("/api/v1/accounts/" + one + "/unlock", Map.of()).expect(204);
        assertThat(plain("imap", "203.0.113.211", "one@unlock.test", PASSWORD)).isInstanceOf(Granted.class);
        await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("account.unlocked")
                        && "one@unlock.test".equals(event.details().get("account"))));

        lock("one@unlock.test");
        assertThat(unlock(Map.of("accounts", List.of(one)))).isEqualTo(1);
        assertThat(plain("imap", "203.0.113.212", "one@unlock.test", PASSWORD)).isInstanceOf(Granted.class);

        lock("ghost@unlock.test");
        String found = domain.isEmpty() ? domainId("unlock.test") : domain;
        assertThat(unlock(Map.of("domain", found))).isEqualTo(1);

        lock("one@unlock.test");
        assertThat(unlock(Map.of("all", true))).isPositive();
        assertThat(plain("imap", "203.0.113.213", "one@unlock.test", PASSWORD)).isInstanceOf(Granted.class);
        service.create("/api/v1/accounts/unlock", Map.of()).expect(422);
        service.create("/api/v1/accounts/" + UUID.randomUUID() + "/unlock", Map.of())
                .expect(404);
    }

    @Test
    @Tag("GUESS-7")
    void anAddressIsBlockedByHand() {
        Reply created = service.create(
                        "/api/v1/blocked-addresses",
                        Map.of("address", "2001:db8:7:7::1", "duration", 3600, "note", "seen in the news"))
                .expect(201);

        assertThat(created.text("address")).isEqualTo("2001:db8:7:7::");
        assertThat(created.text("note")).isEqualTo("seen in the news");
        assertThat(created.text("reason")).isEqualTo("BY_HAND");
        await(() -> service.blocks().find("2001:db8:7:7::/64").isPresent());
        String block = "/api/v1/blocked-addresses/2001:db8:7:7::9";
        assertThat(service.admin("DELETE", block, "", "If-Match", "\"of an earlier block\"")
                        .expect(412)
                        .problem())
                .isEqualTo("changed-meanwhile");
        service.admin("DELETE", block, "").expect(204);
        service.delete("/api/v1/blocked-addresses/2001:db8:7:7::9").expect(404);
        assertThat(service.create("/api/v1/blocked-addresses", Map.of("address", "192.0.2.99"))
                        .expect(201)
                        .body()
                        .path("repeats")
                        .asInt(-1))
                .isZero();
        assertThat(service.create("/api/v1/blocked-addresses", Map.of("address", "192.0.2.99"))
                        .body()
                        .path("repeats")
                        .asInt(-1))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"address\":\"\"}",
                "{\"address\":\"mail.example\"}",
                "{\"address\":\"192.0.2.0/24\"}",
                "{\"address\":\"" + AuthServiceFixture.CLIENT_ADDRESS + "\"}",
                "{\"address\":\"192.0.2.1\",\"duration\":29}",
                "{\"address\":\"192.0.2.1\",\"duration\":31536001}",
                "{\"address\":\"192.0.2.1\",\"note\":\"two\\nlines\"}"
            })
    @Tag("GUESS-7")
    void whatCannotBeBlockedIsRefused(String body) {
        service.admin("POST", "/api/v1/blocked-addresses", body).expect(422);
    }

    @Test
    @Tag("GUESS-13")
    void replicasShareTheCountersAndARestartKeepsThem() {
        GuessingProtection here = service.bean(GuessingProtection.class);
        LoginClaim claim = new LoginClaim("imap", "203.0.113.40", "shared@guess.test");
        Set<Reason> told = new HashSet<>();
        told.add(here.failed(claim, null));
        try (ConfigurableApplicationContext other = service.replica()) {
            told.add(other.getBean(GuessingProtection.class).failed(claim, null));
        }
        try (ConfigurableApplicationContext again = service.replica()) {
            GuessingProtection there = again.getBean(GuessingProtection.class);
            assertThat(there.turnsAway(claim)).isFalse();
            told.add(there.failed(claim, null));

            assertThat(told).containsExactly(Reason.CREDENTIALS);
            assertThat(here.turnsAway(claim)).isTrue();
            assertThat(there.turnsAway(claim)).isTrue();
            assertThat(here.succeeded(claim)).isFalse();
            assertThat(here.failed(claim, null)).isEqualTo(Reason.LOCKED);
        }
    }

    private Reply change(String token, String current) {
        return service.as(token, "POST", "/api/v1/me/password", Map.of("current", current, "new", "another password"));
    }

    private void lock(String name) {
        for (int i = 0; i < 3; i++) {
            plain("imap", "203.0.113." + (100 + i), name, "guess " + UUID.randomUUID());
        }
        assertThat(plain("imap", "203.0.113.200", name, PASSWORD)).isEqualTo(new Refused(Reason.LOCKED));
        service.bean(JdbcClient.class).sql("DELETE FROM failing_clients").update();
    }

    private int unlock(Map<String, ?> which) {
        return service.create("/api/v1/accounts/unlock", which)
                .expect(200)
                .body()
                .path("count")
                .asInt(-1);
    }

    private String domainId(String name) {
        return service.get("/api/v1/domains")
                .body()
                .path("items")
                .valueStream()
                .filter(domain -> domain.path("name").asString("").equals(name))
                .map(domain -> domain.path("id").asString(""))
                .findFirst()
                .orElseThrow();
    }

    private boolean told(String event, String address) {
        return service.events().stream()
                .anyMatch(told -> told.name().equals(event) && address.equals(told.clientAddress()));
    }

    private AuthenticationReply plain(String protocol, String address, String name, String password) {
        return begin("PLAIN", protocol, address, "\0" + name + "\0" + password);
    }

    private AuthenticationReply scram(String address, String name) {
        return begin("SCRAM-SHA-256", "imap", address, "n,,n=" + name + ",r=clientNonce");
    }

    private AuthenticationReply begin(String mechanism, String protocol, String address, String initial) {
        return service.ask(new AuthenticationRequest.Begin(
                UUID.randomUUID(),
                mechanism,
                protocol,
                address,
                true,
                Map.of(),
                false,
                service.envelopes().seal(SaslMessage.of(initial).toOctets())));
    }

    private static ClientCount unknownRecipient(String client) {
        return new ClientCount(
                UUID.randomUUID(), UUID.randomUUID(), IpAddress.parse(client).require(), Instant.now());
    }
}
