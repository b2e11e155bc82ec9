package org.letterlock.senderpolicy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.Principal;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it runs, with the broker and PostgreSQL that it runs on. */
class SenderPolicyServiceTest {
    private static final DomainId EXAMPLE = new DomainId(UUID.randomUUID());
    private static final AccountId ANNA = new AccountId(UUID.randomUUID());
    private static final AccountId BEN = new AccountId(UUID.randomUUID());
    private static final Duration LIVE = Duration.ofSeconds(5);

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext service;
    private static Requester<SenderCheckRequest, SenderCheckReply> decisions;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        TestDatabase database = TestServers.freshDatabase();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "mx.example.org");
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(
                SenderPolicyApplication.class,
                "sender-policy-service",
                settings,
                context -> ((GenericApplicationContext) context).registerBean(OtherServices.class));
        decisions = service.getBean(OtherServices.class).decisions;
        TopicPublisher publisher = service.getBean(TopicPublisher.class);
        publisher
                .publish(
                        Topics.DIRECTORY_DOMAINS,
                        EXAMPLE.toString(),
                        new DomainRecord(EXAMPLE, new Domain("example.org"), List.of(), true, "+", true))
                .toCompletableFuture()
                .get(10, SECONDS);
        for (AccountRecord account : List.of(account(ANNA, "anna"), account(BEN, "ben"))) {
            publisher
                    .publish(Topics.DIRECTORY_ACCOUNTS, account.id().toString(), account)
                    .toCompletableFuture()
                    .get(10, SECONDS);
        }
        Directory known = service.getBean(Directory.class);
        await(() -> known.findAccount(BEN).isPresent());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Tag("SPOOF-15")
    @Tag("DELEG-1")
    @Tag("DELEG-5")
    void aDelegationActsFromItsGrantUntilItsRevocation() throws Exception {
        String path = "/api/v1/accounts/" + BEN + "/delegations";
        assertThat(from(ANNA, "ben@example.org")).isInstanceOf(SenderCheckReply.Refused.class);

        HttpResponse<String> granted = send("POST", path, "{\"account\":\"" + ANNA + "\"}", null, Role.FULL_ADMIN);
        assertThat(granted.statusCode()).as(granted.body()).isEqualTo(201);
        assertThat(from(ANNA, "ben@example.org"))
                .isEqualTo(new SenderCheckReply.Permitted(
                        AddrSpec.parse("anna@example.org").require()));

        String delegation = granted.headers().firstValue("Location").orElseThrow();
        assertThat(send("DELETE", delegation, "", null, Role.FULL_ADMIN).statusCode())
                .isEqualTo(428);
        assertThat(send("DELETE", delegation, "", "\"1\"", Role.FULL_ADMIN).statusCode())
                .isEqualTo(204);
        assertThat(from(ANNA, "ben@example.org")).isInstanceOf(SenderCheckReply.Refused.class);
    }

    @Test
    @Tag("DELEG-1")
    void bothPartiesAreToldOfWhatBecomesOfADelegation() throws Exception {
        List<Notice> notices = service.getBean(OtherServices.class).notices;
        HttpResponse<String> granted = send(
                "POST",
                "/api/v1/accounts/" + ANNA + "/delegations",
                "{\"account\":\"" + BEN + "\",\"mode\":\"SEND_AS\",\"endsAt\":\"2199-01-31T09:05:00Z\"}",
                null,
                Role.FULL_ADMIN);
        String delegation = granted.headers().firstValue("Location").orElseThrow();
        send("DELETE", delegation, "", "\"1\"", Role.FULL_ADMIN);

        await(() -> notices.stream().filter(SenderPolicyServiceTest::isForAnna).count() == 2);
        List<Notice> told =
                notices.stream().filter(SenderPolicyServiceTest::isForAnna).toList();
        assertThat(told)
                .allSatisfy(notice -> assertThat(notice.recipients())
                        .extracting(AddrSpec::format)
                        .containsExactly("anna@example.org", "ben@example.org"));
        assertThat(told.getFirst().text())
                .startsWith("ben@example.org may send mail as another account, until 31 January 2199 at 09:05 UTC.\n");
        assertThat(told.getLast().text()).startsWith("ben@example.org may no longer send mail as another account.\n");
    }

    private static boolean isForAnna(Notice notice) {
        return notice.recipients().getFirst().format().equals("anna@example.org");
    }

    @Test
    @Tag("API-5")
    @Tag("API-6")
    @Tag("DELEG-1")
    void theModeAndTheEndOfADelegationChangeAndNothingElse() throws Exception {
        HttpResponse<String> granted = send(
                "POST",
                "/api/v1/accounts/" + BEN + "/delegations",
                "{\"account\":\"" + ANNA + "\",\"mode\":\"SEND_AS\",\"endsAt\":\"2999-01-01T00:00:00Z\"}",
                null,
                Role.FULL_ADMIN);
        String path = granted.headers().firstValue("Location").orElseThrow();

        assertThat(patch(path, "{\"mode\":\"ON_BEHALF\"}", null).statusCode()).isEqualTo(428);
        HttpResponse<String> patched = patch(path, "{\"mode\":\"ON_BEHALF\"}", "\"1\"");
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(patched.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(patched.body()).contains("\"mode\":\"ON_BEHALF\"").contains("2999-01-01T00:00:00Z");
        assertThat(patch(path, "{\"mode\":\"SEND_AS\"}", "\"1\"").statusCode()).isEqualTo(412);
        assertThat(patch(path, "{\"account\":\"" + BEN + "\"}", "\"2\"").statusCode())
                .isEqualTo(422);
        assertThat(patch(path, "{\"endsAt\":\"2001-01-01T00:00:00Z\"}", "\"2\"").statusCode())
                .isEqualTo(422);
        HttpResponse<String> put = send("PUT", path, "{\"account\":\"" + ANNA + "\"}", "\"2\"", Role.FULL_ADMIN);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(put.body()).contains("\"mode\":\"ON_BEHALF\"").doesNotContain("2999");
        assertThat(send("GET", path, "", null, Role.AUDITOR).body()).isEqualTo(put.body());
        assertThat(send("DELETE", path, "", "\"3\"", Role.FULL_ADMIN).statusCode())
                .isEqualTo(204);
    }

    @Test
    void decisionsGiveTheirDatabaseConnectionsBack() {
        int moreThanThePoolHas = 20;
        for (int i = 0; i < moreThanThePoolHas; i++) {
            assertThat(from(ANNA, "ben@example.org")).isInstanceOf(SenderCheckReply.Refused.class);
        }
    }

    @Test
    @Tag("SPOOF-16")
    void theExplanationIsTheDecision() throws Exception {
        HttpResponse<String> explained = send(
                "POST",
                "/api/v1/explain/sender",
                "{\"account\":\"" + ANNA + "\",\"ip\":\"192.0.2.1\",\"mailFrom\":\"ben@example.org\"}",
                null,
                Role.AUDITOR);

        SenderCheckReply decided = decisions
                .ask(
                        "explain",
                        new SenderCheckRequest.AtMailFrom(
                                ANNA,
                                "192.0.2.1",
                                new ReversePath.To(
                                        AddrSpec.parse("ben@example.org").require())))
                .toCompletableFuture()
                .get(10, SECONDS);
        assertThat(explained.body())
                .contains("\"verdict\":\"refused\"")
                .contains("550 5.7.1 " + ((SenderCheckReply.Refused) decided).reply());
    }

    @Test
    @Tag("SPOOF-17")
    void theListOfAddressesSaysWhyEachIsPermitted() throws Exception {
        HttpResponse<String> listed =
                send("GET", "/api/v1/accounts/" + ANNA + "/sender-addresses", "", null, Role.AUDITOR);

        assertThat(listed.body())
                .contains("{\"address\":\"anna@example.org\",\"kind\":\"OWN_ADDRESS\"}")
                .doesNotContain("ben@example.org");
    }

    @Test
    @Tag("SPOOF-1")
    @Tag("CFG-1")
    void theServerSwitchActsWithoutARestart() throws Exception {
        HttpResponse<String> read = send("GET", "/api/v1/sender-policy", "", null, Role.FULL_ADMIN);
        String etag = read.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> off =
                send("PUT", "/api/v1/sender-policy", "{\"antiSpoofing\":{\"enabled\":false}}", etag, Role.FULL_ADMIN);
        assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
        await(() -> from(null, "anna@example.org") instanceof SenderCheckReply.Permitted);

        HttpResponse<String> stale = send("PUT", "/api/v1/sender-policy", "{}", etag, Role.FULL_ADMIN);
        assertThat(stale.statusCode()).isEqualTo(412);
        HttpResponse<String> on = send(
                "PUT",
                "/api/v1/sender-policy",
                "{}",
                off.headers().firstValue("ETag").orElseThrow(),
                Role.FULL_ADMIN);
        assertThat(on.statusCode()).isEqualTo(200);
        await(() -> from(null, "anna@example.org") instanceof SenderCheckReply.Refused);
    }

    @Test
    @Tag("ROLE-2")
    void aUserSeesNeitherThePolicyNorAnothersDelegations() throws Exception {
        assertThat(send("GET", "/api/v1/sender-policy", "", null, Role.USER).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/accounts/" + BEN + "/delegations", "", null, Role.USER)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("API-4")
    void unknownMembersAreMalformed() throws Exception {
        HttpResponse<String> reply = send(
                "POST",
                "/api/v1/accounts/" + BEN + "/delegations",
                "{\"acount\":\"" + ANNA + "\"}",
                null,
                Role.FULL_ADMIN);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("urn:letterlock:problem:malformed");
    }

    /** Stands for the ingress, which asks, and for the egress, which mails what there is to tell. */
    static final class OtherServices {
        private final Requester<SenderCheckRequest, SenderCheckReply> decisions;
        private final List<Notice> notices = new CopyOnWriteArrayList<>();

        OtherServices(Requesters requesters, Consumers consumers) {
            decisions = requesters.requester(Exchanges.SENDER_CHECK);
            consumers.listen(Topics.NOTICES, records -> records.forEach(notice -> notices.add(notice.value())));
        }
    }

    private static SenderCheckReply from(@Nullable AccountId account, String address) {
        try {
            return decisions
                    .ask(
                            "test",
                            new SenderCheckRequest.AtHeader(
                                    account,
                                    "192.0.2.1",
                                    List.of(AddrSpec.parse(address).require()),
                                    null))
                    .toCompletableFuture()
                    .get(10, SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no decision", e);
        }
    }

    private static HttpResponse<String> patch(String path, String body, @Nullable String ifMatch) throws Exception {
        return send("PATCH", path, body, ifMatch, Role.FULL_ADMIN);
    }

    private static HttpResponse<String> send(
            String method, String path, String body, @Nullable String ifMatch, Role role) throws Exception {
        int port = ((WebServerApplicationContext) service).getWebServer().getPort();
        Principal principal = new Principal(ANNA, "anna@example.org", role, UUID.randomUUID(), false, "127.0.0.1");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .header(
                        CallerSignature.HEADER,
                        service.getBean(CallerSignature.class).sign(Caller.of(principal), method, path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIVE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + LIVE).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private static AccountRecord account(AccountId id, String localPart) {
        return new AccountRecord(
                id,
                EXAMPLE,
                new AddrSpec(localPart, new Domain("example.org")),
                List.of(),
                "",
                true,
                true,
                Role.USER,
                null,
                false,
                false);
    }
}
