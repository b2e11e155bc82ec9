package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.auth.directory.InMemoryLdap;
import org.letterlock.auth.directory.LdapServer;
import org.letterlock.auth.directory.MappedAccounts;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;
import tools.jackson.databind.JsonNode;

/** Against a directory in memory, over LDAPS; with what a real one would not do unless it is hostile. */
class InMemoryDirectoryTest extends DirectoryContract {
    private static InMemoryLdap server;

    @BeforeAll
    static void start() {
        server = new InMemoryLdap();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    LdapServer server() {
        return server;
    }

    @Override
    LdapServer fresh() {
        return new InMemoryLdap();
    }

    @Test
    @Tag("DIR-1")
    @Tag("API-6")
    @Tag("API-12")
    @Tag("VAL-4")
    void settingsAreAResourceWhosePasswordIsNeverShown() {
        assertThat(service.get(path).status()).isEqualTo(404);
        Map<String, Object> document = document("x*");
        service.admin("PUT", path + "?dryRun=true", document).expect(200);
        assertThat(service.get(path).status()).isEqualTo(404);

        Reply created = service.admin("PUT", path, document).expect(200);

        assertThat(created.body().path("bindPassword").path("set").asBoolean()).isTrue();
        assertThat(created.body().toString()).doesNotContain(LdapServer.READER_PASSWORD);
        assertThat(created.text("filter")).contains("uid=x*");
        assertThat(service.admin("PUT", path, document).problem()).isEqualTo("precondition-required");
        Reply shorter = service.patch(path, Map.of("syncMinutes", 5)).expect(200);
        assertThat(shorter.body().path("syncMinutes").asInt()).isEqualTo(5);
        assertThat(service.admin("PATCH", path, Map.of("syncMinutes", 6), "If-Match", created.etag())
                        .problem())
                .isEqualTo("changed-meanwhile");
        Reply sentBack = service.admin("PUT", path, service.get(path).body(), "If-Match", shorter.etag())
                .expect(200);
        assertThat(sentBack.body().path("bindPassword"))
                .isEqualTo(created.body().path("bindPassword"));
        assertThat(service.create(path + "/test", Map.of())
                        .expect(200)
                        .body()
                        .path("hosts")
                        .path(0)
                        .path("steps")
                        .path(3)
                        .path("outcome")
                        .asString())
                .as("with the stored password")
                .isEqualTo("OK");
        service.delete(path).expect(204);
        assertThat(service.get(path).status()).isEqualTo(404);
    }

    @Test
    @Tag("DIR-1")
    @Tag("ENC-8")
    void theStoredPasswordIsNotSentToAnotherHost() {
        service.admin("PUT", path, document("x*")).expect(200);

        Reply moved = service.patch(path, Map.of("primary", Map.of("host", "evil.example", "port", 636)));
        Reply tried = service.create(path + "/test", Map.of("trustedCertificates", ""));

        assertThat(moved.body().toString()).contains("/bindPassword");
        assertThat(moved.status()).isEqualTo(422);
        assertThat(tried.status()).isEqualTo(422);
    }

    @Test
    @Tag("DIR-1")
    @Tag("API-4")
    void everythingThatIsWrongIsSaidAtOnce() {
        Reply refused = service.admin(
                "PUT",
                path,
                Map.of(
                        "kind", "NIS",
                        "security", "CLEAR",
                        "base", "not a name",
                        "filter", "(uid=",
                        "syncMinutes", 1441,
                        "primary", Map.of("host", "-", "port", 0),
                        "trustedCertificates", "no",
                        "attributes", Map.of("login", "a)b")));

        assertThat(refused.problem()).isEqualTo("validation");
        assertThat(refused.body()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("pointer").asString())
                        .toList())
                .contains(
                        "/kind",
                        "/security",
                        "/base",
                        "/filter",
                        "/syncMinutes",
                        "/primary/host",
                        "/primary/port",
                        "/trustedCertificates",
                        "/attributes/login",
                        "/bindName");
    }

    @Test
    @Tag("DIR-1")
    void aCertificateForAnotherNameIsRefused() {
        try (InMemoryLdap other = new InMemoryLdap(LdapServer.CA.issue("other.example"));
                InMemoryLdap expired = new InMemoryLdap(LdapServer.CA.issueExpired("127.0.0.1"))) {
            for (InMemoryLdap each : List.of(other, expired)) {
                Map<String, Object> document = document("x*");
                document.put("primary", Map.of("host", "127.0.0.1", "port", each.port()));
                JsonNode steps = service.create(path + "/test", document)
                        .expect(200)
                        .body()
                        .path("hosts")
                        .path(0)
                        .path("steps");
                assertThat(steps.path(2).path("outcome").asString())
                        .as(steps.toString())
                        .isEqualTo("FAILED");
                assertThat(steps.path(3).path("outcome").asString()).isEqualTo("SKIPPED");
            }
        }
    }

    @Test
    @Tag("AUTH-10")
    @Tag("SESS-6")
    void aPasswordFromBeforeTheDirectoryIsGoodForNothingAfterIt() {
        connect("back-*");
        String account = "/api/v1/accounts/" + service.account("back-anna@" + name, "a local secret 1");
        Granted before = (Granted) plain("back-anna", "a local secret 1", true);
        service.patch(account, Map.of("mapped", true, "confirm", "delete-password"))
                .expect(200);
        service.accepting("PATCH", account, Map.of("mapped", false)).expect(200);
        service.patch(account, Map.of("password", "another secret 2")).expect(200);

        assertThat(plain("back-anna", "a local secret 1", true)).isEqualTo(WRONG);
        Granted after = (Granted) plain("back-anna", "another secret 2", true);
        assertThat(Objects.requireNonNull(after.passwordVersion()))
                .as("so that sessions of the old one are known from those of the new one")
                .isGreaterThan(Objects.requireNonNull(before.passwordVersion()));
    }

    @Test
    @Tag("SESS-6")
    void sessionsOpenedWithThePasswordOfTheDirectoryEndWhenItCountsNoMore() {
        server.add("leave-anna", "Anna", "Anna's secret");
        server.add("leave-otto", "Otto", "Otto's secret");
        connect("leave-*");
        sync();
        String anna = account("leave-anna").path("id").asString();
        String otto = account("leave-otto").path("id").asString();
        String token = service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        AuthServiceFixture.login("leave-otto@" + name, "Otto's secret"))
                .expect(200)
                .text("token");

        service.accepting("PATCH", "/api/v1/accounts/" + anna, Map.of("mapped", false))
                .expect(200);
        AuthServiceFixture.await(() -> hasEnded(anna));
        assertThat(hasEnded(otto)).isFalse();
        service.accepting("DELETE", path + "?accounts=release", "").expect(204);

        AuthServiceFixture.await(() -> hasEnded(otto));
        assertThat(service.checkToken(token)).isInstanceOf(Refused.class);
    }

    private boolean hasEnded(String account) {
        return service.sessionCommands().stream()
                .anyMatch(command -> command instanceof SessionCommand.End(var _, SessionSelection.OfAccount(var id))
                        && id.toString().equals(account));
    }

    @Test
    @Tag("DIR-3")
    void anEntryWithTwoNamesIsNotTakenForTheOtherOne() {
        Entry both = new Entry("cn=both," + LdapServer.BASE);
        both.addAttribute("objectClass", "inetOrgPerson");
        both.addAttribute("uid", "two-anna", "two-otto");
        both.addAttribute("userPassword", "Anna's secret");
        server.add(both);
        connect("two-*");
        service.create("/api/v1/accounts", Map.of("login", "two-otto@" + name, "mapped", true))
                .expect(201);

        assertThat(plain("two-otto", "Anna's secret", true)).isEqualTo(WRONG);
    }

    @Test
    @Tag("DIR-5")
    void aNameThatTheHostDoesNotLikeKeepsNobodyElseOut() {
        try (InMemoryLdap own = new InMemoryLdap()) {
            own.add("picky-anna", "Anna", "Anna's secret");
            own.doesNotLike("picky-trouble");
            Map<String, Object> document = document("picky-*");
            document.put("primary", Map.of("host", "127.0.0.1", "port", own.port()));
            service.admin("PUT", path, document).expect(200);
            sync();

            assertThat(plain("picky-trouble", "whatever it is", true)).isEqualTo(LATER);

            assertThat(plain("picky-anna", "Anna's secret", true)).isInstanceOf(Granted.class);
        }
    }

    @Test
    @Tag("DIR-2")
    @Tag("POL-10")
    void mappingAnAccountDeletesItsPasswordAfterConfirmation() {
        server.add("map-anna", "Anna", "Anna's secret");
        String account = "/api/v1/accounts/" + service.account("map-anna@" + name, "a local secret 1");
        assertThat(service.patch(account, Map.of("mapped", true)).body().toString())
                .contains("no-directory");
        connect("map-*");
        assertThat(sync().path("problems").path(0).path("code").asString()).isEqualTo("LOCAL_ACCOUNT");
        assertThat(plain("map-anna", "a local secret 1", true)).isInstanceOf(Granted.class);

        assertThat(service.patch(account, Map.of("mapped", true)).body().toString())
                .contains("confirmation-needed");
        Reply mapped = service.patch(account, Map.of("mapped", true, "confirm", "delete-password"))
                .expect(200);

        assertThat(mapped.body().path("password").path("set").asBoolean()).isFalse();
        assertThat(plain("map-anna", "a local secret 1", true)).isEqualTo(WRONG);
        assertThat(plain("map-anna", "Anna's secret", true)).isInstanceOf(Granted.class);
        assertThat(sync().path("updated").asInt()).isEqualTo(1);
        assertThat(service.delete(path).problem()).isEqualTo("in-use");
        service.accepting("DELETE", path + "?accounts=release", "").expect(204);
        assertThat(service.get(account).body().path("mapped").asBoolean()).isFalse();
        assertThat(plain("map-anna", "Anna's secret", true)).isEqualTo(WRONG);
    }

    @Test
    @Tag("POL-10")
    @Tag("DIR-5")
    void neitherFormatShaNorTheBuiltInAdministratorIsMapped() {
        connect("nobody");
        String sha = service.create(
                        "/api/v1/accounts",
                        Map.of("login", "sha@" + name, "passwordFormat", "SHA", "password", "a local secret 1"))
                .expect(201)
                .text("id");
        String admin = service.get("/api/v1/accounts?login=admin")
                .body()
                .path("items")
                .path(0)
                .path("id")
                .asString();

        assertThat(service.patch("/api/v1/accounts/" + sha, Map.of("mapped", true))
                        .problem())
                .isEqualTo("format-conflict");
        assertThat(service.patch(
                                "/api/v1/accounts/" + sha,
                                Map.of("mapped", true, "passwordFormat", "STRONG", "confirm", "delete-password"))
                        .problem())
                .isEqualTo("format-conflict");
        assertThat(service.patch("/api/v1/accounts/" + admin, Map.of("mapped", true))
                        .body()
                        .toString())
                .contains("built-in");
    }

    @Test
    @Tag("VAL-2")
    void settingsThatDoNotWorkAreRefusedWhileSomebodyNeedsThem() {
        server.add("need-anna", "Anna", "Anna's secret");
        connect("need-*");
        sync();

        Reply refused = service.patch(path, Map.of("base", "ou=nowhere,dc=example"));

        assertThat(refused.problem()).isEqualTo("lock-out");
        assertThat(refused.body().path("affected").path(0).path("account").asString())
                .isEqualTo("need-anna@" + name);
        assertThat(refused.body().path("hosts").isEmpty()).isFalse();
        service.accepting("PATCH", path, Map.of("base", "ou=nowhere,dc=example"))
                .expect(200);
        assertThat(plain("need-anna", "Anna's secret", true)).isEqualTo(LATER);
    }

    @Test
    @Tag("DIR-6")
    void oddEntriesAreReportedAndTheOthersBecomeAccounts() {
        server.add("odd-fine", "Fine", "secret");
        server.add("odd one", "Space", "secret");
        Entry several = new Entry("cn=several," + LdapServer.BASE);
        several.addAttribute("objectClass", "inetOrgPerson");
        several.addAttribute("uid", "odd-a", "odd-b");
        server.add(several);
        Entry twin = new Entry("cn=twin," + LdapServer.BASE);
        twin.addAttribute("objectClass", "inetOrgPerson");
        twin.addAttribute("uid", "odd-twin");
        twin.addAttribute("userPassword", "twin's secret");
        server.add(twin);
        server.add("odd-twin", "Twin", "twin's secret");
        String group = service.create(
                        "/api/v1/groups",
                        Map.of("domain", domain, "name", "g", "addresses", List.of("odd-group@" + name)))
                .text("id");
        server.add("odd-group", "Group", "secret");
        connect("odd*");

        JsonNode run = sync();

        assertThat(run.path("created").asInt()).as(run.toString() + group).isEqualTo(group.isEmpty() ? 2 : 1);
        assertThat(run.path("problems")
                        .valueStream()
                        .map(problem -> problem.path("code").asString())
                        .toList())
                .contains("NOT_A_LOCAL_PART", "SEVERAL_LOGINS", "SAME_LOGIN");
        assertThat(plain("odd-twin", "twin's secret", true)).isEqualTo(WRONG);
    }

    @Test
    @Tag("DIR-6")
    void whatAnAdministratorHasDoneSinceThePlanWasMadeStands() {
        server.add("since-anna", "Anna", "Anna's secret");
        server.add("since-otto", "Otto", "Otto's secret");
        connect("since-*");
        sync();
        AccountId anna = id("since-anna");
        AccountId otto = id("since-otto");
        service.patch("/api/v1/accounts/" + anna, Map.of("enabled", false)).expect(200);
        service.accepting("PATCH", "/api/v1/accounts/" + otto, Map.of("mapped", false))
                .expect(200);

        MappedAccounts accounts = service.bean(MappedAccounts.class);
        accounts.disable(anna);
        accounts.disable(otto);

        assertThat(accounts.of(new DomainId(UUID.fromString(domain)))).allMatch(account -> !account.vanished());
        assertThat(account("since-otto").path("enabled").asBoolean()).isTrue();
        assertThat(sync().path("enabled").asInt()).isZero();
        assertThat(account("since-anna").path("enabled").asBoolean()).isFalse();
    }

    private AccountId id(String localPart) {
        return new AccountId(UUID.fromString(account(localPart).path("id").asString()));
    }

    @Test
    @Tag("DIR-6")
    @Tag("API-8")
    void runsAreListedPageByPage() {
        connect("page-*");
        String first = sync().path("id").asString();
        String second = sync().path("id").asString();
        String third = sync().path("id").asString();

        Reply newest = service.get(path + "/syncs?sort=-startedAt&limit=2").expect(200);
        Reply next = service.get(path + "/syncs?sort=-startedAt&limit=2&cursor=" + newest.text("cursor"))
                .expect(200);

        assertThat(ids(newest)).containsExactly(third, second);
        assertThat(newest.body().path("total").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(ids(next)).startsWith(first);
        assertThat(ids(service.get(path + "/syncs"))).containsSubsequence(first, second, third);
        assertThat(ids(service.get(path + "/syncs?state=DONE"))).contains(first, second, third);
        assertThat(ids(service.get(path + "/syncs?state=FAILED"))).isEmpty();
        assertThat(service.get(path + "/syncs?limit=0").status()).isEqualTo(422);
        assertThat(service.get(path + "/syncs?state=LATE").status()).isEqualTo(400);
        assertThat(service.get(path + "/syncs?sort=cause").status()).isEqualTo(400);
    }

    private static List<String> ids(Reply list) {
        return list.body()
                .path("items")
                .valueStream()
                .map(run -> run.path("id").asString())
                .toList();
    }

    @Test
    @Tag("DIR-5")
    void aHostThatNeverAnswersHoldsNobodyUpForLong() throws IOException {
        server.add("mute-anna", "Anna", "Anna's secret");
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            connect("mute-*");
            sync();
            Map<String, Object> document = document("mute-*");
            document.put("backup", document.get("primary"));
            document.put("primary", Map.of("host", "127.0.0.1", "port", mute.getLocalPort()));
            service.admin("PUT", path, document, "If-Match", service.get(path).etag())
                    .expect(200);

            long start = System.nanoTime();
            AuthenticationReply first = plain("mute-anna", "Anna's secret", true);
            long waited = System.nanoTime() - start;
            start = System.nanoTime();
            AuthenticationReply second = plain("mute-anna", "Anna's secret", true);
            long waitedThen = System.nanoTime() - start;

            assertThat(first).isInstanceOf(Granted.class);
            assertThat(waited).as("the backup is asked within 3 s").isLessThan(4_000_000_000L);
            assertThat(second).isInstanceOf(Granted.class);
            assertThat(waitedThen).as("the breaker is open").isLessThan(1_000_000_000L);
        }
    }

    @Test
    @Tag("DIR-5")
    void whoSpeaksNoLdapIsADirectoryThatIsDown() throws IOException {
        SSLServerSocket garbage = (SSLServerSocket) InMemoryLdap.context(LdapServer.CA.issue("127.0.0.1"))
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> babbling = CompletableFuture.runAsync(() -> babble(garbage));
        try {
            Map<String, Object> document = document("x*");
            document.put("primary", Map.of("host", "127.0.0.1", "port", garbage.getLocalPort()));
            service.admin("PUT", path, document).expect(200);
            String account = service.create("/api/v1/accounts", Map.of("login", "ber@" + name, "mapped", true))
                    .expect(201)
                    .text("id");

            assertThat(plain("ber", "whatever it is", true)).isEqualTo(LATER);
            JsonNode run = sync();
            assertThat(run.path("state").asString()).as(run.toString()).isEqualTo("FAILED");
            assertThat(service.get("/api/v1/accounts/" + account)
                            .body()
                            .path("enabled")
                            .asBoolean())
                    .isTrue();
        } finally {
            garbage.close();
        }
        babbling.join();
    }

    // A sequence that says it has nearly 4 GiB, and other octets that are no LDAP.
    private static void babble(SSLServerSocket server) {
        byte[] nonsense = {0x30, (byte) 0x84, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x02, 0x01, 0x01};
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(nonsense);
                socket.getOutputStream().flush();
                socket.getInputStream().read();
            } catch (IOException next) {
                // the peer has gone, or the test is over
            }
        }
    }

    @Test
    @Tag("DIR-2")
    @Tag("AUTH-7")
    void theTimeOfARefusalDoesNotTellWhoIsMapped() {
        server.add("time-anna", "Anna", "Anna's secret");
        connect("time-*");
        sync();
        List<Long> unknown = new ArrayList<>();
        List<Long> mapped = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            unknown.add(nanos("time-nobody" + i));
            mapped.add(nanos("time-anna"));
        }

        assertThat((double) median(mapped) / median(unknown)).isBetween(0.6, 1.6);
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private long nanos(String localPart) {
        long start = System.nanoTime();
        assertThat(plain(localPart, "wrong " + UUID.randomUUID(), true)).isEqualTo(WRONG);
        return System.nanoTime() - start;
    }
}
