package org.letterlock.dkim;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.james.jdkim.DKIMVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.dkim.signing.Verifier;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.Principal;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service, with a real broker and database and a DNS server of its own. */
class DkimServiceTest {
    private static final Duration LIVE = Duration.ofSeconds(5);
    private static final String UNPROTECTED = "dkim-without-antispoofing";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final FakeDns DNS = FakeDns.start();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext service;
    private static Requester<SignRequest, SignReply> signer;

    /** Stands for the ingress, which asks. */
    static final class Ingress {
        private final Requester<SignRequest, SignReply> signer;

        Ingress(Requesters requesters) {
            signer = requesters.requester(Exchanges.DKIM_SIGN);
        }
    }

    @BeforeAll
    static void start() {
        TestDatabase database = TestServers.freshDatabase();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "mx.example.org");
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("letterlock.dns.server", DNS.address());
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(
                DkimApplication.class,
                "dkim-service",
                settings,
                context -> ((GenericApplicationContext) context).registerBean(Ingress.class));
        signer = service.getBean(Ingress.class).signer;
    }

    @AfterAll
    static void stop() {
        service.close();
        DNS.close();
    }

    @Test
    @Tag("DKIM-18")
    @Tag("DKIM-10")
    @Tag("DKIM-13")
    @Tag("DKIM-28")
    void aDomainSignsAsSoonAsItsRecordsArePublished() throws Exception {
        String domain = domain("one.example", List.of("alias.example"), true);
        assertThat(ask("one.example")).isEqualTo(unsigned(SignReply.Reason.NO_KEYS));

        HttpResponse<String> made = send("POST", domain + "/keys", "", null, Role.FULL_ADMIN);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        HttpResponse<String> switched = patch(domain, "{\"signing\":true}");
        assertThat(switched.statusCode()).as(switched.body()).isEqualTo(202);
        assertThat(json(switched).path("records")).hasSize(4);
        await(() -> ask("one.example").equals(unsigned(SignReply.Reason.PENDING_DNS)));
        HttpResponse<String> missing = send("POST", domain + "/check", "", null, Role.FULL_ADMIN);
        assertThat(missing.body()).contains("\"ok\":false", "\"missing\"");

        publish(domain);
        HttpResponse<String> found = send("POST", domain + "/check", "", null, Role.FULL_ADMIN);

        assertThat(found.body()).contains("\"ok\":true");
        await(() -> ask("one.example") instanceof SignReply.Signed);
        assertThat(verify(signed("one.example"))).containsExactly("ed25519-sha256 true", "rsa-sha256 true");
        assertThat(verify(signed("alias.example"))).containsExactly("ed25519-sha256 true", "rsa-sha256 true");
        assertThat(verifiedByJames("one.example")).isEqualTo(1);
        assertThat(json(send("GET", domain, "", null, Role.AUDITOR))
                        .path("state")
                        .asString())
                .isEqualTo("ACTIVE");
    }

    @Test
    @Tag("DKIM-18")
    void forceSignsAtOnce() throws Exception {
        String domain = domain("forced.example", List.of(), false);
        send("POST", domain + "/keys", "{\"ed25519\":false}", null, Role.FULL_ADMIN);

        HttpResponse<String> forced = patch(domain, "{\"signing\":true,\"force\":true}");

        assertThat(forced.statusCode()).as(forced.body()).isEqualTo(200);
        assertThat(forced.body()).contains(UNPROTECTED); // SPOOF-19
        await(() -> ask("forced.example") instanceof SignReply.Signed(List<Octets> fields) && fields.size() == 1);
    }

    @Test
    @Tag("SPOOF-19")
    @Tag("SPOOF-1")
    void signingIsWarnedOfWhileTheServersSwitchLeavesTheDomainUnprotected() throws Exception {
        String domain = domain("guarded.example", List.of(), true);
        send("POST", domain + "/keys", "{\"ed25519\":false}", null, Role.FULL_ADMIN);
        assertThat(patch(domain, "{\"signing\":true,\"force\":true}").body()).doesNotContain(UNPROTECTED);

        publish(new SenderPolicy(false, false, false, null, false));
        await(() -> read(domain).contains(UNPROTECTED));

        publish(SenderPolicy.DEFAULT);
        await(() -> !read(domain).contains(UNPROTECTED));
    }

    private static void publish(SenderPolicy policy) throws Exception {
        service.getBean(TopicPublisher.class)
                .publish(Topics.POLICY_SENDER, "sender", policy)
                .toCompletableFuture()
                .get(10, SECONDS);
    }

    private static String read(String path) {
        try {
            return send("GET", path, "", null, Role.AUDITOR).body();
        } catch (Exception e) {
            throw new AssertionError("no reply", e);
        }
    }

    @Test
    @Tag("DKIM-9")
    @Tag("DKIM-7")
    void aRevokedKeySignsNoMoreAndGetsAReplacement() throws Exception {
        String domain = domain("revoked.example", List.of(), true);
        send("POST", domain + "/keys", "", null, Role.FULL_ADMIN);
        publish(domain);
        send("POST", domain + "/check", "", null, Role.FULL_ADMIN);
        await(() -> ask("revoked.example") instanceof SignReply.Signed);
        JsonNode rsa = key(domain, "rsa-sha256", "ACTIVE");
        String path = domain + "/keys/" + rsa.path("id").asString();

        HttpResponse<String> reply = send("POST", path + "/revoke", "", null, Role.FULL_ADMIN);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonNode revocation = json(reply);
        assertThat(revocation
                        .path("revoked")
                        .path("records")
                        .get(0)
                        .path("value")
                        .asString())
                .isEqualTo("v=DKIM1; k=rsa; h=sha256; p=");
        assertThat(revocation.path("replacement").path("keys")).hasSize(2);
        await(() -> ask("revoked.example") instanceof SignReply.Signed(List<Octets> fields) && fields.size() == 1);
        assertThat(send("POST", path + "/revoke", "", null, Role.FULL_ADMIN).statusCode())
                .isEqualTo(409);
        assertThat(jdbc().sql("select private_key is null from signing_key where id = :id")
                        .param("id", UUID.fromString(rsa.path("id").asString()))
                        .query(Boolean.class)
                        .single())
                .isTrue();

        publish(domain);
        send("POST", domain + "/check", "", null, Role.FULL_ADMIN);
        await(() -> ask("revoked.example") instanceof SignReply.Signed(List<Octets> fields) && fields.size() == 2);
        assertThat(key(domain, "ed25519-sha256", "RETIRING").path("selector").asString())
                .isNotEqualTo(
                        key(domain, "ed25519-sha256", "ACTIVE").path("selector").asString());
    }

    @Test
    @Tag("DKIM-34")
    @Tag("DKIM-37")
    @Tag("DKIM-8")
    void aRotationIsBegunShownAndAbandoned() throws Exception {
        String domain = domain("rotated.example", List.of(), true);
        send("POST", domain + "/keys", "", null, Role.FULL_ADMIN);
        publish(domain);
        send("POST", domain + "/check", "", null, Role.FULL_ADMIN);
        assertThat(send("POST", domain + "/rotate", "", null, Role.AUDITOR).statusCode())
                .isEqualTo(403);

        HttpResponse<String> begun = send("POST", domain + "/rotate", "", null, Role.FULL_ADMIN);

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(json(begun).path("keys")).hasSize(2);
        assertThat(send("POST", domain + "/rotate", "", null, Role.FULL_ADMIN).body())
                .contains("rotation-running");
        assertThat(json(send("GET", domain, "", null, Role.AUDITOR))
                        .path("rotation")
                        .path("automatic")
                        .asBoolean(true))
                .isFalse();
        publish(domain);
        send("POST", domain + "/check", "", null, Role.FULL_ADMIN);
        assertThat(key(domain, "rsa-sha256", "PENDING_DNS").path("bits").asInt())
                .isEqualTo(2048); // no server but the resolver has shown the records
        assertThat(send("DELETE", domain + "/rotation", "", null, Role.FULL_ADMIN)
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("DELETE", domain + "/rotation", "", null, Role.FULL_ADMIN)
                        .statusCode())
                .isEqualTo(404);
        await(() -> ask("rotated.example") instanceof SignReply.Signed(List<Octets> fields) && fields.size() == 2);
        assertThat(patch(domain, "{\"rotateEvery\":29,\"retireAfter\":0}").body())
                .contains("/rotateEvery", "/retireAfter");
        assertThat(patch(domain, "{\"rotateEvery\":0}").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("DKIM-13")
    void statesAreThoseOfTheSpecification() throws Exception {
        String domain = domain("states.example", List.of(), true);
        send("POST", domain + "/keys", "{\"ed25519\":false}", null, Role.FULL_ADMIN);
        JsonNode record = json(send("GET", domain + "/dns", "", null, Role.AUDITOR))
                .path("records")
                .get(0);
        String name = record.path("name").asString();
        String bare = name.substring(0, name.length() - 1);
        String value = record.path("value").asString();

        DNS.set(bare, "TXT", "v=DKIM1; k=rsa; p=MIIB");
        assertThat(checked(domain)).isEqualTo("mismatch");
        DNS.set(bare, "TXT", "v=DKIM1; p=");
        assertThat(checked(domain)).isEqualTo("revoked");
        DNS.set(bare, "TXT", value).add(bare, "TXT", "other");
        assertThat(checked(domain)).isEqualTo("multiple");
        DNS.remove(bare).add(bare, "CNAME", "nowhere.example.");
        assertThat(checked(domain)).isEqualTo("cname-broken");
        DNS.add("nowhere.example", "TXT", value);
        DNS.failFor(bare);
        assertThat(checked(domain)).isEqualTo("dns-error");
        DNS.remove(bare).add(bare, "CNAME", "nowhere.example.");
        assertThat(checked(domain)).isEqualTo("ok");
    }

    @Test
    @Tag("DKIM-15")
    void aVanishedRecordIsNotedAndSigningGoesOn() throws Exception {
        String domain = domain("vanished.example", List.of(), true);
        send("POST", domain + "/keys", "{\"ed25519\":false}", null, Role.FULL_ADMIN);
        publish(domain);
        assertThat(checked(domain)).isEqualTo("ok");
        JsonNode key = key(domain, "rsa-sha256", "ACTIVE");

        DNS.remove(key.path("selector").asString() + "._domainkey.vanished.example");
        assertThat(checked(domain)).isEqualTo("missing");

        assertThat(key(domain, "rsa-sha256", "ACTIVE").path("recordMissing").asBoolean())
                .isTrue();
        await(() -> ask("vanished.example") instanceof SignReply.Signed);
        patch(domain, "{\"stopOnMissing\":true}");
        await(() -> ask("vanished.example").equals(unsigned(SignReply.Reason.PENDING_DNS)));
    }

    @Test
    @Tag("DKIM-5")
    void noPrivateKeyIsReadableAnywhere() throws Exception {
        String domain = domain("secret.example", List.of(), true);
        String made = send("POST", domain + "/keys", "", null, Role.FULL_ADMIN).body();
        String listed = send("GET", domain + "/keys", "", null, Role.FULL_ADMIN).body();

        assertThat(made + listed).doesNotContainIgnoringCase("private");
        List<byte[]> stored = jdbc().sql("select private_key from signing_key where private_key is not null")
                .query((row, _) -> row.getBytes(1))
                .list();
        assertThat(stored).isNotEmpty().allSatisfy(octets -> {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            // the object identifiers of RSA and Ed25519, which stand in every PKCS #8 key
            assertThat(text).doesNotContain("\u0086\u0048\u0086\u00F7\r\u0001\u0001\u0001", "\u002B\u0065\u0070");
        });
    }

    @Test
    @Tag("DKIM-4")
    void aSelectorIsNeverUsedAgain() throws Exception {
        String domain = domain("again.example", List.of(), true);
        JsonNode first = json(send("POST", domain + "/keys", "", null, Role.FULL_ADMIN))
                .path("keys")
                .get(0);
        assertThat(send("POST", domain + "/keys", "", null, Role.FULL_ADMIN).statusCode())
                .isEqualTo(409);
        for (JsonNode key :
                json(send("GET", domain + "/keys", "", null, Role.AUDITOR)).path("items")) {
            String path = domain + "/keys/" + key.path("id").asString();
            assertThat(send("DELETE", path, "", null, Role.FULL_ADMIN).statusCode())
                    .isEqualTo(428);
            assertThat(send("DELETE", path, "", "\"1\"", Role.FULL_ADMIN).statusCode())
                    .isEqualTo(204);
        }

        JsonNode second = json(send("POST", domain + "/keys", "", null, Role.FULL_ADMIN))
                .path("keys")
                .get(0);

        assertThat(first.path("selector").asString()).matches("mail-\\d{6}-r");
        assertThat(second.path("selector").asString()).matches("mail-\\d{6}-2-r");
    }

    @Test
    @Tag("DKIM-2")
    @Tag("DKIM-8")
    @Tag("API-4")
    void whatIsNotAllowedIsToldSo() throws Exception {
        String domain = domain("rules.example", List.of(), true);

        HttpResponse<String> weak = send("POST", domain + "/keys", "{\"rsaBits\":1024}", null, Role.FULL_ADMIN);
        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("/rsaBits");
        HttpResponse<String> faults = patch(domain, "{\"signatureLifetimeDays\":1,\"selectorPrefix\":\"-\"}");
        assertThat(faults.body()).contains("/signatureLifetimeDays", "/selectorPrefix");
        assertThat(patch(domain, "{\"signForRelayGroup\":true}").body()).contains("feature-unavailable");
        assertThat(patch(domain, "{\"sining\":true}").statusCode()).isEqualTo(400);
        assertThat(send("PUT", domain, "{}", "\"7\"", Role.FULL_ADMIN).statusCode())
                .isEqualTo(412);
        assertThat(send("PUT", domain, "{}", null, Role.FULL_ADMIN).statusCode())
                .isEqualTo(428);
        assertThat(send("GET", domain, "", null, Role.USER).statusCode()).isEqualTo(403);
        assertThat(send("POST", domain + "/keys", "", null, Role.AUDITOR).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", domain, "", null, Role.DOMAIN_ADMIN).statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/v1/dkim/domains/unknown.example", "", null, Role.FULL_ADMIN)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("SPF-6")
    @Tag("DKIM-8")
    void theGuideShowsEachNameToThoseWhoMayReadIt() throws Exception {
        domain("guide.example", List.of("guide-alias.example"), true);
        DomainId id = service.getBean(Directory.class)
                .findDomain(new Domain("guide.example"))
                .orElseThrow()
                .id();
        String path = "/api/v1/domains/" + id + "/dns-guide";
        DNS.set("guide.example", "MX", "10 mx.example.org.");

        JsonNode guide = json(send("GET", path, "", null, Role.AUDITOR));

        assertThat(guide.path("warnings").get(0).asString()).isEqualTo("no-dkim-keys");
        assertThat(guide.path("records")).hasSize(6);
        assertThat(guide.path("records").get(0).path("state").asString()).isEqualTo("ok");
        assertThat(guide.path("records").get(3).path("state").asString()).isEqualTo("missing");
        assertThat(send("GET", path, "", null, Role.USER).statusCode()).isEqualTo(403);
        assertThat(send("GET", path, "", null, Role.DOMAIN_ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("DKIM-32")
    void theExplanationIsTheDecision() throws Exception {
        domain("explain.example", List.of(), true);

        assertThat(explain("{\"from\":\"a@explain.example\",\"account\":\"a\"}"))
                .contains("no-keys");
        assertThat(explain("{\"from\":\"a@explain.example\"}")).contains("not-authenticated");
        assertThat(explain("{\"from\":\"a@elsewhere.example\",\"account\":\"a\"}"))
                .contains("not-a-local-domain");
    }

    private static String explain(String question) throws Exception {
        return send("POST", "/api/v1/explain/dkim-sign", question, null, Role.AUDITOR)
                .body();
    }

    private static SignReply unsigned(SignReply.Reason reason) {
        return new SignReply.Unsigned(reason);
    }

    private static String checked(String domain) throws Exception {
        return json(send("POST", domain + "/check", "", null, Role.FULL_ADMIN))
                .path("checks")
                .get(0)
                .path("state")
                .asString();
    }

    private static JsonNode key(String domain, String algorithm, String state) throws Exception {
        JsonNode keys =
                json(send("GET", domain + "/keys", "", null, Role.AUDITOR)).path("items");
        return StreamSupport.stream(keys.spliterator(), false)
                .filter(key -> key.path("algorithm").asString().equals(algorithm))
                .filter(key -> key.path("state").asString().equals(state))
                .findFirst()
                .orElseThrow();
    }

    // Publishes every record that the service asks for, as an administrator would.
    private static void publish(String domain) throws Exception {
        for (JsonNode record :
                json(send("GET", domain + "/dns", "", null, Role.AUDITOR)).path("records")) {
            String name = record.path("name").asString();
            DNS.set(
                    name.substring(0, name.length() - 1),
                    "TXT",
                    record.path("value").asString());
        }
    }

    private static String domain(String name, List<String> aliases, boolean protectedSenders) throws Exception {
        DomainId id = new DomainId(UUID.randomUUID());
        DomainRecord domain = new DomainRecord(
                id, new Domain(name), aliases.stream().map(Domain::new).toList(), false, "+", protectedSenders);
        service.getBean(TopicPublisher.class)
                .publish(Topics.DIRECTORY_DOMAINS, id.toString(), domain)
                .toCompletableFuture()
                .get(10, SECONDS);
        Directory known = service.getBean(Directory.class);
        await(() -> domain.names().stream()
                .allMatch(each -> known.findDomain(each).isPresent())); // by its id it is known before
        return "/api/v1/dkim/domains/" + name;
    }

    private static byte[] header(String domain) {
        return ("From: Anna <anna@" + domain + ">\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static SignReply ask(String domain) {
        try {
            BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
            digest.update("Hello\r\n".getBytes(StandardCharsets.US_ASCII));
            return signer.ask(
                            "test",
                            new SignRequest(
                                    new QueueId(UUID.randomUUID()),
                                    new Domain(domain),
                                    List.of(Octets.wrap(header(domain))),
                                    Octets.wrap(digest.digest())))
                    .toCompletableFuture()
                    .get(10, SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static byte[] signed(String domain) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (ask(domain) instanceof SignReply.Signed(List<Octets> fields)) {
            fields.forEach(field -> message.writeBytes(field.view()));
        }
        message.writeBytes(header(domain));
        message.writeBytes("\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));
        return message.toByteArray();
    }

    private static List<String> verify(byte[] message) {
        return Verifier.verify(message, DkimServiceTest::published);
    }

    // jDKIM knows no Ed25519, so it is shown the RSA signature only.
    private static int verifiedByJames(String domain) throws Exception {
        String message = new String(signed(domain), StandardCharsets.US_ASCII);
        String rsa = message.substring(message.indexOf("DKIM-Signature", 1));
        List<Object> verified = new ArrayList<>(
                new DKIMVerifier((methods, selector, d) -> List.of(published(selector + "._domainkey." + d)))
                        .verify(new ByteArrayInputStream(rsa.getBytes(StandardCharsets.US_ASCII))));
        return verified.size();
    }

    private static String published(String name) {
        try {
            var query = org.xbill.DNS.Message.newQuery(org.xbill.DNS.Record.newRecord(
                    org.xbill.DNS.Name.fromString(name, org.xbill.DNS.Name.root),
                    org.xbill.DNS.Type.TXT,
                    org.xbill.DNS.DClass.IN));
            var resolver = new org.xbill.DNS.SimpleResolver("127.0.0.1");
            resolver.setPort(DNS.port());
            var answer = (org.xbill.DNS.TXTRecord) resolver.send(query)
                    .getSection(org.xbill.DNS.Section.ANSWER)
                    .getFirst();
            return String.join("", answer.getStrings());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JdbcClient jdbc() {
        return service.getBean(JdbcClient.class);
    }

    private static JsonNode json(HttpResponse<String> reply) {
        return JSON.readTree(reply.body());
    }

    private static HttpResponse<String> patch(String domain, String body) throws Exception {
        String etag = send("GET", domain, "", null, Role.FULL_ADMIN)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        return send("PATCH", domain, body, etag, Role.FULL_ADMIN);
    }

    private static HttpResponse<String> send(
            String method, String path, String body, @Nullable String ifMatch, Role role) throws Exception {
        int port = ((WebServerApplicationContext) service).getWebServer().getPort();
        Principal principal = new Principal(
                new AccountId(UUID.randomUUID()), "admin@example.org", role, UUID.randomUUID(), false, "127.0.0.1");
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
}
