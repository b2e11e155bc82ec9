package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Resolution;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

class DirectoryResourcesTest {
    private final AuthServiceFixture service = AuthServiceFixture.running();

    @Test
    @Tag("ACC-1")
    void domainsAreALabelsInLowerCaseAndTheirNamesAreUnique() {
        Reply created = service.create(
                        "/api/v1/domains", Map.of("name", "B\u00DCcher.test", "aliases", List.of("Books.test")))
                .expect(201);

        assertThat(created.text("name")).isEqualTo("xn--bcher-kva.test");
        assertThat(created.body().path("aliases").get(0).asString()).isEqualTo("books.test");
        assertThat(created.body().path("checkSpoofedSender").asBoolean()).isTrue();
        assertThat(created.text("subaddressSeparator")).isEqualTo("+");
        for (String name : List.of("books.test", "xn--bcher-kva.test")) {
            assertThat(service.create("/api/v1/domains", Map.of("name", name))
                            .expect(409)
                            .problem())
                    .isEqualTo("name-in-use");
            assertThat(service.create("/api/v1/domains", Map.of("name", "more.test", "aliases", List.of(name)))
                            .expect(409)
                            .problem())
                    .isEqualTo("name-in-use");
        }
    }

    @Test
    @Tag("ACC-1")
    void exactlyOneDomainIsPrimary() {
        String one = service.domain("primary-one.test");
        String two = service.create("/api/v1/domains", Map.of("name", "primary-two.test", "primary", true))
                .expect(201)
                .text("id");

        service.patch("/api/v1/domains/" + one, Map.of("primary", true)).expect(200);

        assertThat(primaries()).containsExactly("primary-one.test");
        assertThat(service.patch("/api/v1/domains/" + one, Map.of("primary", false))
                        .status())
                .isEqualTo(422);
        assertThat(service.delete("/api/v1/domains/" + one).status()).isEqualTo(409);
        service.delete("/api/v1/domains/" + two).expect(204);
        await(() -> service.directory()
                .findDomain(new Domain("primary-one.test"))
                .filter(record -> record.primary())
                .isPresent());
    }

    @Test
    @Tag("API-5")
    @Tag("API-6")
    void writesNeedTheVersionThatWasRead() {
        String path = "/api/v1/domains/" + service.domain("versions.test");
        String etag = service.get(path).etag();

        assertThat(service.admin("PATCH", path, Map.of("description", "x")).problem())
                .isEqualTo("precondition-required");
        Reply patched = service.admin("PATCH", path, Map.of("description", "first"), "If-Match", etag)
                .expect(200);
        assertThat(service.admin("PATCH", path, Map.of("description", "x"), "If-Match", etag)
                        .problem())
                .isEqualTo("changed-meanwhile");
        Reply put = service.admin("PUT", path, patched.body().toString(), "If-Match", patched.etag())
                .expect(200);
        assertThat(put.text("description")).isEqualTo("first");
        Reply replaced = service.admin("PUT", path, Map.of("name", "versions.test"), "If-Match", put.etag())
                .expect(200);
        assertThat(replaced.text("description")).isEmpty();
    }

    @Test
    @Tag("ACC-2")
    void aBareLocalPartMeansThePrimaryDomain() {
        service.create("/api/v1/domains", Map.of("name", "bare-login.test", "primary", true))
                .expect(201);

        Reply created =
                service.create("/api/v1/accounts", Map.of("login", "Bare")).expect(201);
        assertThat(created.text("login")).isEqualTo("bare@bare-login.test");
        assertThat(service.create("/api/v1/accounts", Map.of("login", "bare@bare-login.test"))
                        .expect(409)
                        .problem())
                .isEqualTo("name-in-use");

        String path = "/api/v1/accounts/" + created.text("id");
        Reply same = service.admin(
                        "PUT", path, Map.of("login", "bare", "displayName", "Bare"), "If-Match", created.etag())
                .expect(200);
        assertThat(same.text("login")).isEqualTo("bare@bare-login.test");
        assertThat(service.admin("PUT", path, Map.of("login", "other"), "If-Match", same.etag())
                        .status())
                .isEqualTo(422);
        for (String login : List.of("", "@", "no body", "x".repeat(65))) {
            assertThat(service.create("/api/v1/accounts", Map.of("login", login))
                            .status())
                    .as(login)
                    .isEqualTo(422);
        }
    }

    @Test
    @Tag("API-4")
    void allFaultsAreToldAtOnce() {
        Reply reply = service.create(
                "/api/v1/accounts",
                Map.of(
                        "login", "no address",
                        "displayName", "line\nbreak",
                        "extraAddresses", List.of("a@b@c", "x y@z.test"),
                        "role", "EMPEROR",
                        "quotaItems", -1,
                        "password", "tab\there"));

        assertThat(reply.expect(422).problem()).isEqualTo("validation");
        List<String> pointers = new ArrayList<>();
        reply.body()
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asString()));
        assertThat(pointers)
                .containsExactlyInAnyOrder(
                        "/login",
                        "/displayName",
                        "/extraAddresses/0",
                        "/extraAddresses/1",
                        "/role",
                        "/quotaItems",
                        "/password");
        assertThat(service.create("/api/v1/accounts", Map.of("logon", "x"))
                        .expect(400)
                        .problem())
                .isEqualTo("malformed");
        assertThat(service.create("/api/v1/accounts", Map.of("login", List.of()))
                        .expect(400)
                        .problem())
                .isEqualTo("malformed");
        assertThat(service.get("/api/v1/accounts?colour=red").expect(400).problem())
                .isEqualTo("malformed");
    }

    @Test
    @Tag("ACC-2")
    void loginNamesAreCaseInsensitiveAndImmutable() {
        service.create("/api/v1/domains", Map.of("name", "login.test", "aliases", List.of("login-alias.test")))
                .expect(201);
        Reply created = service.create("/api/v1/accounts", Map.of("login", "Anna@Login-Alias.test"))
                .expect(201);
        String path = "/api/v1/accounts/" + created.text("id");

        assertThat(created.text("login")).isEqualTo("anna@login.test");
        assertThat(service.create("/api/v1/accounts", Map.of("login", "ANNA@login.test"))
                        .expect(409)
                        .problem())
                .isEqualTo("name-in-use");
        assertThat(service.patch(path, Map.of("login", "other@login.test")).status())
                .isEqualTo(422);
        service.patch(path, Map.of("login", "ANNA@LOGIN.TEST", "displayName", "Anna"))
                .expect(200);
        assertThat(service.create("/api/v1/accounts", Map.of("login", "anna@elsewhere.example"))
                        .status())
                .isEqualTo(422);
        assertThat(service.get("/api/v1/accounts?login=Anna@login.test")
                        .body()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    @Tag("ACC-3")
    @Tag("CFG-1")
    void accountsAreKnownEverywhereWithAllTheirAddresses() {
        service.domain("addresses.test");
        Reply created = service.create(
                        "/api/v1/accounts",
                        Map.of(
                                "login",
                                "ben@addresses.test",
                                "displayName",
                                "Ben",
                                "extraAddresses",
                                List.of("b.e.n@addresses.test"),
                                "maxMessageSize",
                                1000))
                .expect(201);
        AccountId ben = AccountId.parse(created.text("id"));

        await(() -> service.directory().findAccount(ben).isPresent());
        assertThat(resolve("b.e.n@addresses.test")).containsExactly(new Destination.LocalMailbox(ben));
        assertThat(resolve("BEN+tag@addresses.test")).containsExactly(new Destination.LocalMailbox(ben));
        assertThat(service.directory().findAccount(ben).orElseThrow().maxMessageSize())
                .isEqualTo(1000);
        assertThat(service.create("/api/v1/accounts", Map.of("login", "b.e.n@addresses.test"))
                        .problem())
                .isEqualTo("name-in-use");
        service.delete("/api/v1/accounts/" + ben).expect(204);
        await(() -> service.directory().findAccount(ben).isEmpty());
    }

    @Test
    @Tag("ACC-3")
    void aQuotaThatNobodyWouldKeepIsRefused() {
        service.domain("quota.test");
        String path = "/api/v1/accounts/" + service.account("quentin@quota.test", "a password");

        for (String limit : List.of("quotaOctets", "quotaItems")) {
            assertThat(service.patch(path, Map.of(limit, 1000)).expect(422).problem())
                    .isEqualTo("feature-unavailable");
        }
    }

    @Test
    @Tag("ACC-4")
    void disabledAccountsReceiveNothing() {
        service.domain("disabled.test");
        String id = service.account("old@disabled.test", "a password");

        service.patch("/api/v1/accounts/" + id, Map.of("enabled", false)).expect(200);

        await(() -> service.directory().resolve(address("old@disabled.test")) instanceof Resolution.Disabled);
        assertThat(explain("old@disabled.test").text("result")).isEqualTo("disabled");
    }

    @Test
    @Tag("API-12")
    @Tag("CRED-6")
    void passwordsAreWriteOnlyAndTheMaskedValueChangesNothing() {
        service.domain("masked.test");
        String path = "/api/v1/accounts/" + service.account("mia@masked.test", "the very password");
        Reply read = service.get(path);

        assertThat(read.body().path("password").path("set").asBoolean()).isTrue();
        assertThat(read.body().toString()).doesNotContain("the very password");
        service.admin("PUT", path, read.body().toString(), "If-Match", read.etag())
                .expect(200);
        service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        AuthServiceFixture.login("mia@masked.test", "the very password"))
                .expect(200);
    }

    @Test
    @Tag("ROLE-1")
    void whatIsNotThereYetIsNotSilentlyAccepted() {
        assertThat(service.create("/api/v1/accounts", Map.of("login", "x@y.test", "role", "DOMAIN_ADMIN"))
                        .problem())
                .isEqualTo("feature-unavailable");
    }

    @Test
    @Tag("ACC-6")
    @Tag("ACC-8")
    void groupsAreNestedAndExpandedWithoutDuplicates() {
        service.domain("groups.test");
        String anna = service.account("anna@groups.test", "a password");
        group("inner@groups.test", "anna@groups.test", "out@example.net");
        Reply outer = group("outer@groups.test", "inner@groups.test", "anna@groups.test", "out@example.net");

        assertThat(outer.expect(201).body().path("members").get(0).asString()).isEqualTo("inner@groups.test");
        await(() -> explain("outer@groups.test").text("result").equals("deliverable"));
        Reply explained = explain("outer@groups.test");
        assertThat(explained.text("matched")).isEqualTo("group");
        assertThat(explained.body().path("destinations").toString())
                .contains("{\"account\":\"" + anna + "\",\"login\":\"anna@groups.test\"}")
                .contains("out@example.net");
        assertThat(resolve("outer@groups.test"))
                .containsExactlyInAnyOrder(
                        new Destination.LocalMailbox(AccountId.parse(anna)),
                        new Destination.Remote(address("out@example.net")));
        assertThat(service.delete("/api/v1/accounts/" + anna).expect(409).problem())
                .isEqualTo("in-use");
    }

    @Test
    @Tag("ACC-6")
    void groupCyclesAreRefused() {
        service.domain("cycles.test");
        String first = group("a@cycles.test").expect(201).text("id");
        String second = group("b@cycles.test", "a@cycles.test").expect(201).text("id");
        group("c@cycles.test", "b@cycles.test").expect(201);

        assertThat(service.patch("/api/v1/groups/" + first, Map.of("members", List.of("c@cycles.test")))
                        .expect(409)
                        .problem())
                .isEqualTo("group-cycle");
        assertThat(service.patch("/api/v1/groups/" + first, Map.of("members", List.of("a@cycles.test")))
                        .problem())
                .isEqualTo("group-cycle");
        assertThat(service.delete("/api/v1/groups/" + second).expect(409).problem())
                .isEqualTo("in-use");
    }

    @Test
    @Tag("ACC-6")
    void groupsAreSixteenLevelsDeepAtMost() {
        service.domain("deep.test");
        group("level0@deep.test").expect(201);
        for (int level = 1; level < 16; level++) {
            group("level" + level + "@deep.test", "level" + (level - 1) + "@deep.test")
                    .expect(201);
        }

        assertThat(group("level16@deep.test", "level15@deep.test").expect(409).problem())
                .isEqualTo("group-cycle");
    }

    @Test
    @Tag("ACC-7")
    void exactBeatsWildcardAndLongerBeatsShorter() {
        service.domain("alias.test");
        for (String name : List.of("one", "two", "three", "four")) {
            service.account(name + "@alias.test", "a password");
        }
        alias("sales@alias.test", "one@alias.test").expect(201);
        alias("sales-*@alias.test", "two@alias.test").expect(201);
        alias("sal*@alias.test", "three@alias.test").expect(201);
        alias("*@alias.test", "four@alias.test").expect(201);

        await(() -> explain("anything@alias.test").text("result").equals("deliverable"));
        assertThat(logins("sales@alias.test")).containsExactly("one@alias.test");
        assertThat(logins("sales-eu@alias.test")).containsExactly("two@alias.test");
        assertThat(logins("salt@alias.test")).containsExactly("three@alias.test");
        assertThat(logins("anything@alias.test")).containsExactly("four@alias.test");
        assertThat(logins("two@alias.test")).containsExactly("two@alias.test");
        assertThat(alias("one@alias.test", "two@alias.test").problem()).isEqualTo("name-in-use");
    }

    @Test
    @Tag("ACC-7")
    void aliasLoopsAreRefused() {
        service.domain("loops.test");
        service.account("end@loops.test", "a password");
        String first = alias("first@loops.test", "end@loops.test").expect(201).text("id");
        alias("second@loops.test", "first@loops.test").expect(201);
        group("team@loops.test", "second@loops.test").expect(201);

        assertThat(service.patch("/api/v1/aliases/" + first, Map.of("targets", List.of("team@loops.test")))
                        .expect(409)
                        .problem())
                .isEqualTo("group-cycle");
        assertThat(alias("nowhere@loops.test", "missing@loops.test").status()).isEqualTo(422);
        assertThat(alias("nowhere@loops.test").status()).isEqualTo(422);
        alias("tagged@loops.test", "end+tag@loops.test").expect(201);
        service.delete("/api/v1/aliases/" + first).expect(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster", "abuse", "Postmaster"})
    @Tag("ACC-9")
    void postmasterAndAbuseResolveInEveryDomain(String name) {
        String domain = name.toLowerCase(java.util.Locale.ROOT).equals(name) ? name + "-1.test" : name + "-2.test";
        service.domain(domain);
        service.create(
                        "/api/v1/accounts",
                        Map.of("login", "chief@" + domain, "password", "a password", "role", "FULL_ADMIN"))
                .expect(201);

        await(() -> logins(name + "@" + domain).contains("chief@" + domain.toLowerCase(java.util.Locale.ROOT)));
        assertThat(explain("nobody@" + domain).text("result")).isEqualTo("unknown");
        assertThat(explain("nobody@foreign.example").text("result")).isEqualTo("foreign");
    }

    @Test
    @Tag("API-8")
    void listsComeInPages() {
        service.domain("pages.test");
        String id = service.get("/api/v1/accounts?limit=1").text("cursor");
        for (String name : List.of("a", "b", "c")) {
            service.create("/api/v1/accounts", Map.of("login", name + "@pages.test"))
                    .expect(201);
        }
        Reply first = service.get("/api/v1/accounts?limit=2&login=a@pages.test");
        assertThat(first.body().path("items").size()).isEqualTo(1);
        assertThat(id).isNotNull();

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = service.get("/api/v1/accounts?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.body()
                    .path("items")
                    .forEach(item -> seen.add(item.path("login").asString()));
            cursor = page.text("cursor");
        } while (!cursor.isEmpty());
        assertThat(seen)
                .doesNotHaveDuplicates()
                .contains("a@pages.test", "b@pages.test", "c@pages.test")
                .isSorted();
    }

    @Test
    @Tag("API-8")
    void listsAreSortedAndFilteredByWhatTheyNameAndNothingElse() {
        service.domain("sorted.test");
        for (String name : List.of("b", "a", "c")) {
            service.create("/api/v1/accounts", Map.of("login", name + "@sorted.test"))
                    .expect(201);
        }
        service.create("/api/v1/aliases", Map.of("address", "z@sorted.test", "targets", List.of("a@sorted.test")))
                .expect(201);
        service.create("/api/v1/aliases", Map.of("address", "y@sorted.test", "targets", List.of("a@sorted.test")))
                .expect(201);

        Reply descending = service.get("/api/v1/accounts?login=*@SORTED.test&sort=-login");
        assertThat(texts(descending, "login")).containsExactly("c@sorted.test", "b@sorted.test", "a@sorted.test");
        assertThat(descending.body().path("total").asInt()).isEqualTo(3);
        assertThat(texts(service.get("/api/v1/accounts?login=*@sorted.test&sort=createdAt"), "login"))
                .containsExactly("b@sorted.test", "a@sorted.test", "c@sorted.test");
        assertThat(texts(service.get("/api/v1/aliases?address=*@sorted.test&sort=address"), "address"))
                .containsExactly("y@sorted.test", "z@sorted.test");
        assertThat(texts(service.get("/api/v1/domains?name=sorted.*"), "name")).containsExactly("sorted.test");
        assertThat(service.get("/api/v1/accounts?role=FULL_ADMIN&enabled=true").status())
                .isEqualTo(200);
        for (String refused : List.of(
                "/accounts?sort=password",
                "/accounts?sort=login;",
                "/accounts?role=EMPEROR",
                "/accounts?password=x",
                "/groups?sort=name",
                "/blocked-addresses?reason=x",
                "/domains?cursor=bmFtZQ")) {
            assertThat(service.get("/api/v1" + refused).status()).as(refused).isEqualTo(400);
        }
        for (String list : List.of("/groups?sort=-createdAt", "/blocked-addresses?sort=-until")) {
            assertThat(service.get("/api/v1" + list).status()).as(list).isEqualTo(200);
        }
    }

    private static List<String> texts(Reply page, String member) {
        List<String> texts = new ArrayList<>();
        page.body().path("items").forEach(item -> texts.add(item.path(member).asString()));
        return texts;
    }

    @Test
    @Tag("ENC-7")
    @Tag("CRED-6")
    void whatPeopleWriteIsNotReadableInTheDatabase() throws Exception {
        String marker = "MARKER7h1s1s1t";
        String password = "Kept-4-nobody";
        service.create("/api/v1/domains", Map.of("name", "marker.test", "description", marker))
                .expect(201);
        service.create(
                        "/api/v1/accounts",
                        Map.of(
                                "login", "m@marker.test",
                                "displayName", marker,
                                "description", marker,
                                "password", password))
                .expect(201);
        service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name", marker,
                                "addresses", List.of("g@marker.test"),
                                "members", List.of(marker + "@example.net")))
                .expect(201);
        service.create("/api/v1/tokens", Map.of("name", marker)).expect(201);

        assertThat(contentOfTheDatabase()).contains("m@marker.test").doesNotContainIgnoringCase(marker, password);
    }

    private String contentOfTheDatabase() throws Exception {
        StringBuilder content = new StringBuilder();
        try (Connection connection = service.database().connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg%' "
                            + "AND schemaname <> 'information_schema'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT encode(convert_to(CAST(t AS text), 'UTF8'), 'escape'), CAST(t AS text) FROM " + table
                                + " t")) {
                    while (rows.next()) {
                        content.append(rows.getString(2)).append('\n').append(readable(rows.getString(2)));
                    }
                }
            }
        }
        return content.toString();
    }

    // bytea columns are printed in hexadecimal: what they would say as text
    private static String readable(String row) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(row.split("[^0-9a-f]+"))
                .filter(hex -> hex.length() > 8 && hex.length() % 2 == 0)
                .forEach(hex -> {
                    for (int i = 0; i < hex.length(); i += 2) {
                        text.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
                    }
                });
        return text.toString();
    }

    private List<String> primaries() {
        List<String> names = new ArrayList<>();
        service.get("/api/v1/domains?limit=1000").body().path("items").forEach(domain -> {
            if (domain.path("primary").asBoolean()) {
                names.add(domain.path("name").asString());
            }
        });
        return names;
    }

    private Reply group(String address, String... members) {
        return service.create(
                "/api/v1/groups", Map.of("name", address, "addresses", List.of(address), "members", List.of(members)));
    }

    private Reply alias(String address, String... targets) {
        return service.create("/api/v1/aliases", Map.of("address", address, "targets", List.of(targets)));
    }

    private Reply explain(String address) {
        return service.create("/api/v1/explain/address", Map.of("address", address))
                .expect(200);
    }

    private List<String> logins(String address) {
        List<String> logins = new ArrayList<>();
        explain(address)
                .body()
                .path("destinations")
                .forEach(destination -> logins.add(destination.path("login").asString("")));
        return logins;
    }

    private Set<Destination> resolve(String address) {
        return service.directory().resolve(address(address)) instanceof Resolution.Deliverable(var destinations)
                ? destinations
                : Set.of();
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }
}
