package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.AuthenticationRequest.CheckToken;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.Views;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The edge over TLS, with a real broker and PostgreSQL, and an auth-service that knows two tokens. */
class AdminServiceTest {
    private static final Duration LIVE = Duration.ofSeconds(5);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Map<String, Role> TOKENS = new ConcurrentHashMap<>();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext service;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        TestCa ca = TestCa.create();
        TestCertificate certificate = ca.issue("localhost");
        Path chain = Files.writeString(directory.resolve("tls.crt"), certificate.chainPem());
        Path key = Files.writeString(directory.resolve("tls.key"), certificate.keyPem());
        TestDatabase database = TestServers.freshDatabase();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "localhost");
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("letterlock.tls.certificate-file", chain.toString());
        settings.put("letterlock.tls.key-file", key.toString());
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        service = ServiceApplication.start(
                AdminApplication.class,
                "admin-api",
                settings,
                context -> ((GenericApplicationContext) context).registerBean(TokenService.class));
        TOKENS.put(TokenService.digest("full-admin"), Role.FULL_ADMIN);
        TOKENS.put(TokenService.digest("user"), Role.USER);
        http = HttpClient.newBuilder().sslContext(ca.clientContext()).build();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Tag("API-2")
    void withoutAValidTokenNothingIsShown() throws Exception {
        assertThat(send("GET", "/api/v1/ip-groups", "", null, null).statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/v1/ip-groups", "", "unknown", null).statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/v1/ip-groups", "", "user", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("IPG-6")
    void thePredefinedGroupHoldsPrivateAddressesAndCannotBeDeleted() throws Exception {
        await(() -> body("GET", "/api/v1/ip-groups/match?ip=10.1.2.3").contains("local-clients"));
        assertThat(body("GET", "/api/v1/ip-groups/match?ip=192.0.2.1")).doesNotContain("local-clients");

        HttpResponse<String> refused =
                send("DELETE", "/api/v1/ip-groups/00000000-0000-7000-8000-000000000001", "", "full-admin", "\"1\"");
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @Tag("IPG-3")
    @ValueSource(
            strings = {
                "{\"type\":\"network\",\"address\":\"192.0.2.1\",\"prefixLength\":24}",
                "{\"type\":\"network\",\"address\":\"192.0.2.0\",\"mask\":\"255.0.255.0\"}",
                "{\"type\":\"network\",\"address\":\"192.0.2.0\",\"prefixLength\":33}",
                "{\"type\":\"prefix\",\"address\":\"2001:db8::\",\"prefixLength\":129}",
                "{\"type\":\"range\",\"from\":\"192.0.2.9\",\"to\":\"192.0.2.1\"}",
                "{\"type\":\"range\",\"from\":\"192.0.2.9\",\"to\":\"2001:db8::1\"}",
                "{\"type\":\"host\",\"address\":\"192.0.02.1\"}",
                "{\"type\":\"host\",\"address\":\"fe80::1%eth0\"}",
                "{\"type\":\"host\",\"address\":\"300.1.1.1\"}",
                "{\"type\":\"group\",\"group\":\"00000000-0000-7000-8000-00000000dead\"}",
                "{\"address\":\"192.0.2.1\"}"
            })
    void badEntriesAreRefusedWithAPointer(String entry) throws Exception {
        HttpResponse<String> reply =
                send("POST", "/api/v1/ip-groups", "{\"name\":\"bad\",\"entries\":[" + entry + "]}", "full-admin", null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"/entries/0/");
    }

    @Test
    @Tag("IPG-3")
    void setHostBitsAreAnsweredWithTheNetworkThatWasMeant() throws Exception {
        HttpResponse<String> reply = send(
                "POST",
                "/api/v1/ip-groups",
                "{\"name\":\"n\",\"entries\":[{\"type\":\"network\",\"address\":\"192.0.2.77\",\"prefixLength\":26}]}",
                "full-admin",
                null);

        assertThat(reply.body()).contains("192.0.2.64/26");
    }

    @Test
    @Tag("IPG-1")
    @Tag("IPG-4")
    @Tag("IPG-8")
    void namesAreUniqueCyclesAreRefusedAndAGroupInUseStays() throws Exception {
        String inner = create("Office", "{\"type\":\"host\",\"address\":\"192.0.2.10\"}");
        String outer = create("Sites", "{\"type\":\"group\",\"group\":\"" + inner + "\"}");

        HttpResponse<String> sameName =
                send("POST", "/api/v1/ip-groups", "{\"name\":\"OFFICE\",\"entries\":[]}", "full-admin", null);
        assertThat(sameName.body()).contains("urn:letterlock:problem:name-in-use");
        HttpResponse<String> cycle = send(
                "PUT",
                "/api/v1/ip-groups/" + inner,
                "{\"name\":\"Office\",\"entries\":[{\"type\":\"group\",\"group\":\"" + outer + "\"}]}",
                "full-admin",
                "\"1\"");
        assertThat(cycle.body()).contains("urn:letterlock:problem:group-cycle");
        HttpResponse<String> inUse = send("DELETE", "/api/v1/ip-groups/" + inner, "", "full-admin", "\"1\"");
        assertThat(inUse.body()).contains("urn:letterlock:problem:in-use").contains("ip-group " + outer);
        assertThat(body("GET", "/api/v1/ip-groups/match?ip=192.0.2.10"))
                .contains("Office")
                .contains("Sites");
    }

    @Test
    @Tag("SVC-1")
    @Tag("SVC-8")
    @Tag("CONN-2")
    @Tag("CFG-1")
    void aServicesGroupAndLimitReachTheListenersAtOnce() throws Exception {
        String office = create("Only here", "{\"type\":\"host\",\"address\":\"192.0.2.20\"}");
        assertThat(body("GET", "/api/v1/services")).contains("\"id\":\"submission\"", "\"id\":\"ldaps\"");
        HttpResponse<String> read = send("GET", "/api/v1/services/imaps", "", "full-admin", null);

        HttpResponse<String> changed = send(
                "PATCH",
                "/api/v1/services/imaps",
                "{\"allowedGroup\":\"" + office + "\",\"maxConnections\":7}",
                "full-admin",
                read.headers().firstValue("ETag").orElseThrow());

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        ReplicatedView<ServicePolicy> view = service.getBean(TokenService.class).services;
        await(() -> view.find("imaps")
                .filter(policy -> policy.maxConnections() == 7 && policy.allowedGroup() != null)
                .isPresent());
    }

    @Test
    @Tag("SVC-4")
    void whatAServiceCannotBeIsRefused() throws Exception {
        assertThat(patch("smtp", "{\"maxConnections\":100001}")).isEqualTo(422);
        assertThat(patch("smtp", "{\"port\":26}")).isEqualTo(422);
        assertThat(patch("smtp", "{\"anonymousAccess\":true}")).isEqualTo(400);
        assertThat(patch("nntp", "{\"enabled\":true}")).isEqualTo(422);
        assertThat(patch("gopher", "{}")).isEqualTo(404);
    }

    @Test
    @Tag("SYS-4")
    void aResourceWhoseServiceHasNoAddressIsUnavailableNotMissing() throws Exception {
        assertThat(send("GET", "/api/v1/domains", "", "full-admin", null).statusCode())
                .isEqualTo(503);
    }

    private static int patch(String id, String body) throws Exception {
        String etag = send("GET", "/api/v1/services/" + id, "", "full-admin", null)
                .headers()
                .firstValue("ETag")
                .orElse("\"1\"");
        return send("PATCH", "/api/v1/services/" + id, body, "full-admin", etag).statusCode();
    }

    private static String create(String name, String entry) throws Exception {
        HttpResponse<String> created = send(
                "POST",
                "/api/v1/ip-groups",
                "{\"name\":\"" + name + "\",\"entries\":[" + entry + "]}",
                "full-admin",
                null);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Matcher id = ID.matcher(created.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static String body(String method, String path) {
        try {
            return send(method, path, "", "full-admin", null).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(
            String method, String path, String body, @Nullable String token, @Nullable String ifMatch)
            throws Exception {
        int port = ((WebServerApplicationContext) service).getWebServer().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIVE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + LIVE).isBefore(end);
            Thread.onSpinWait();
        }
    }

    /** Stands for auth-service at the other end of the broker. */
    static final class TokenService {
        private final ReplicatedView<ServicePolicy> services;

        TokenService(Responders responders, Views views) {
            services = views.viewOf(Topics.POLICY_SERVICES);
            responders.answerBlocking(Exchanges.AUTHENTICATION, TokenService::answer);
        }

        static String digest(String token) {
            try {
                return HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        private static AuthenticationReply answer(AuthenticationRequest request) {
            Role role = request instanceof CheckToken check
                    ? TOKENS.get(HexFormat.of().formatHex(check.digest().view()))
                    : null;
            return role == null
                    ? new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS)
                    : new AuthenticationReply.TokenAccepted(
                            new AccountId(UUID.randomUUID()),
                            "admin",
                            role,
                            UUID.randomUUID(),
                            Instant.now().plusSeconds(60),
                            false);
        }
    }
}
