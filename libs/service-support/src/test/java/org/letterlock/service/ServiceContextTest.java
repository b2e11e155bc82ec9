package org.letterlock.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.replica.ReplicaState;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.web.AllowAnonymous;
import org.letterlock.service.web.AllowExpiredPassword;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.testkit.TestServers;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole service, as every service is put together, with a resource of its own. */
class ServiceContextTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final IpGroupId GROUP = new IpGroupId(UUID.randomUUID());
    private static final UUID SLOW = UUID.randomUUID();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext context;
    private static String base;

    @LetterlockService(schema = "trial", keys = ClassKey.SETTINGS)
    static class TrialApplication {
        @Bean
        TrialController trialController() {
            return new TrialController();
        }

        @Bean
        StoringController storingController(Outbox outbox, TransactionTemplate transactions) {
            return new StoringController(outbox, transactions);
        }
    }

    /** A resource whose changes others keep a copy of. */
    @RestController
    @DryRunnable
    static class StoringController {
        private final Outbox outbox;
        private final TransactionTemplate transactions;

        StoringController(Outbox outbox, TransactionTemplate transactions) {
            this.outbox = outbox;
            this.transactions = transactions;
        }

        @PutMapping("/api/v1/kept")
        Map<String, Object> put(Principal principal) {
            transactions.executeWithoutResult(
                    _ -> outbox.add(Topics.POLICY_IP_GROUPS, GROUP.toString(), new IpGroup(GROUP, "kept", List.of())));
            return Map.of("name", "kept");
        }

        @DeleteMapping("/api/v1/kept")
        ResponseEntity<Void> delete(Principal principal) {
            transactions.executeWithoutResult(_ -> outbox.add(Topics.POLICY_IP_GROUPS, GROUP.toString(), null));
            return ResponseEntity.noContent().build();
        }
    }

    record Thing(String name, int size) {
        Thing {
            new Faults()
                    .require(!name.isBlank(), "/name", "required", "A name is needed.")
                    .require(size >= 0, "/size", "out-of-range", "A size is not negative.")
                    .throwIfAny();
        }
    }

    @RestController
    static class TrialController {
        @GetMapping("/api/v1/things")
        Page<Thing> list(Principal principal, PageRequest page) {
            List<Thing> all = List.of(new Thing("a", 1), new Thing("b", 2), new Thing("c", 3));
            List<Thing> fetched = all.stream()
                    .filter(thing -> page.startAfter()
                            .map(after -> thing.name().compareTo(after) > 0)
                            .orElse(true))
                    .limit(page.fetch())
                    .toList();
            return page.page(fetched, Thing::name);
        }

        @PutMapping("/api/v1/things/{name}")
        ResponseEntity<Thing> put(
                Principal principal,
                @PathVariable("name") String name,
                @RequestHeader(value = "If-Match", required = false) String ifMatch,
                @RequestBody Thing thing) {
            principal.require(Role.DOMAIN_ADMIN);
            Etags.requireMatch(ifMatch, 7);
            return ResponseEntity.ok().eTag(Etags.of(8)).body(thing);
        }

        @PostMapping("/api/v1/login")
        @AllowAnonymous
        Map<String, Object> login(Caller caller) {
            return Map.of("from", caller.clientAddress());
        }

        @PostMapping("/api/v1/me/password")
        @AllowExpiredPassword
        Map<String, Object> password(Principal principal) {
            return Map.of("login", principal.login());
        }

        @GetMapping("/api/v1/broken")
        String broken(Principal principal) {
            throw new IllegalStateException("SELECT secret FROM org.letterlock.Internals");
        }
    }

    @BeforeAll
    static void start() {
        context = ServiceApplication.start(TrialApplication.class, "trial-service", properties(directory));
        base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    static Map<String, Object> properties(Path directory) {
        var database = TestServers.freshDatabase();
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", 0);
        properties.put("letterlock.host-name", "mx.example.org");
        properties.put(
                "letterlock.instance-key-file",
                directory.resolve("instance.key").toString());
        properties.put("spring.datasource.url", database.jdbcUrl());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties()
                .forEach((name, value) -> properties.put("spring.kafka.properties." + name, value));
        return properties;
    }

    @Test
    void migratesItsOwnSchemaAfterTheCommonTables() {
        var jdbc = context.getBean(JdbcClient.class);

        assertThat(jdbc.sql("SELECT count(*) FROM trial.things")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM outbox").query(Long.class).single())
                .isZero();
        assertThat(context.getBeansOfType(Outbox.class)).hasSize(1);
    }

    @Test
    void refusesWhatTheEdgeHasNotSigned() throws Exception {
        var reply = send(HttpRequest.newBuilder(URI.create(base + "/api/v1/things")));

        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void refusesASignatureForAnotherPath() throws Exception {
        String signature = signature().sign(Caller.of(principal(Role.FULL_ADMIN, false)), "GET", "/api/v1/broken");

        var reply = send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/things")).header(CallerSignature.HEADER, signature));

        assertThat(reply.statusCode()).isEqualTo(401);
    }

    @Test
    void anonymousCallersReachOnlyWhatIsMarked() throws Exception {
        Caller nobody = Caller.anonymous("192.0.2.1");

        assertThat(call("GET", "/api/v1/things", nobody, "", Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(call("POST", "/api/v1/login", nobody, "", Map.of()).body()).isEqualTo("{\"from\":\"192.0.2.1\"}");
    }

    @Test
    @Tag("PWD-9")
    void anExpiredPasswordAllowsNothingButToChangeIt() throws Exception {
        Caller expired = Caller.of(principal(Role.FULL_ADMIN, true));

        var refused = call("GET", "/api/v1/things", expired, "", Map.of());
        var allowed = call("POST", "/api/v1/me/password", expired, "", Map.of());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("urn:letterlock:problem:password-expired");
        assertThat(allowed.statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("API-3")
    void aProblemTellsNothingOfTheInside() throws Exception {
        var reply = call("GET", "/api/v1/broken", admin(), "", Map.of());

        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(reply.body())
                .contains("urn:letterlock:problem:internal", "\"instance\":\"urn:uuid:")
                .doesNotContain("SELECT", "Internals", "IllegalState");
    }

    @Test
    @Tag("API-4")
    void malformedAndUnacceptableDocumentsAreToldApart() throws Exception {
        Map<String, String> match = Map.of("If-Match", "\"7\"");

        assertThat(put("{\"name\":\"a\",\"size\":1,\"more\":1}", match)).contains("400", "malformed", "/more");
        assertThat(put("{\"name\":\"a\",\"name\":\"b\",\"size\":1}", match)).contains("400", "malformed");
        assertThat(put("{\"name\":\"a\",\"size\":\"1\"}", match)).contains("400", "/size");
        assertThat(put("{\"name\":3,\"size\":1}", match)).contains("400");
        assertThat(put("{\"name\":\"a\",\"size\":1} x", match)).contains("400");
        assertThat(put("{\"name\":\"a\"", match)).contains("400");
        assertThat(put("", match)).contains("400");
        assertThat(put("{\"name\":\" \",\"size\":-1}", match)).contains("422", "validation", "/name", "/size");
    }

    @Test
    @Tag("API-6")
    void aChangeNeedsTheEntityTagOfTheVersionThatWasRead() throws Exception {
        String thing = "{\"name\":\"a\",\"size\":1}";

        assertThat(put(thing, Map.of())).contains("428", "precondition-required");
        assertThat(put(thing, Map.of("If-Match", "\"6\""))).contains("412", "changed-meanwhile");
        assertThat(call("PUT", "/api/v1/things/a", admin(), thing, Map.of("If-Match", "\"7\""))
                        .headers()
                        .firstValue("ETag"))
                .hasValue("\"8\"");
    }

    @Test
    @Tag("CFG-3")
    void aChangeIsAnsweredWhenItIsInForceEverywhereOrWithThoseWhoLackIt() throws Exception {
        assertThat(call("PUT", "/api/v1/kept", admin(), "{}", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(call("DELETE", "/api/v1/kept", admin(), "", Map.of()).statusCode())
                .isEqualTo(204);

        tellOfSlowReplica(false);
        var changed = call("PUT", "/api/v1/kept", admin(), "{}", Map.of());
        var deleted = call("DELETE", "/api/v1/kept", admin(), "", Map.of());
        tellOfSlowReplica(true);

        String version = changed.headers().firstValue("X-Config-Version").orElseThrow();
        assertThat(changed.statusCode()).isEqualTo(202);
        assertThat(changed.body())
                .startsWith("{\"name\":\"kept\",\"rollout\":{\"version\":" + version + ",")
                .contains("\"pending\":[{\"component\":\"slow\",\"replica\":\"" + SLOW + "\"}]");
        assertThat(deleted.statusCode()).isEqualTo(202);
        assertThat(deleted.body()).startsWith("{\"rollout\":{");
        assertThat(call("PUT", "/api/v1/kept", admin(), "{}", Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("VAL-4")
    void aDryRunIsAnsweredLikeTheWriteAndLeavesNothing() throws Exception {
        long version = configVersion();

        var tried = call("PUT", "/api/v1/kept?dryRun=true", admin(), "{}", Map.of());

        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(tried.body()).isEqualTo("{\"name\":\"kept\"}");
        assertThat(tried.headers().firstValue("X-Dry-Run")).hasValue("true");
        assertThat(tried.headers().firstValue("X-Config-Version")).isEmpty();
        assertThat(configVersion()).isEqualTo(version);
        assertThat(call("PUT", "/api/v1/kept?dryRun=false", admin(), "{}", Map.of())
                        .headers()
                        .firstValue("X-Config-Version"))
                .hasValue(Long.toString(version + 1));
        assertThat(call("PUT", "/api/v1/things/a?dryRun=true", admin(), "{\"name\":\"a\",\"size\":1}", Map.of())
                        .statusCode())
                .isEqualTo(400);
    }

    private static long configVersion() {
        return context.getBean(JdbcClient.class)
                .sql("SELECT version FROM configuration.counter")
                .query(Long.class)
                .single();
    }

    private static void tellOfSlowReplica(boolean leaving) throws Exception {
        context.getBean(TopicPublisher.class)
                .publish(
                        Topics.REPLICA_STATES,
                        SLOW.toString(),
                        new ReplicaState(
                                SLOW, "slow", Instant.now(), Map.of(Topics.POLICY_IP_GROUPS.name(), 0L), leaving))
                .toCompletableFuture()
                .get();
        Replicas replicas = context.getBean(Replicas.class);
        Instant end = Instant.now().plusSeconds(10);
        while (replicas.known().stream()
                        .anyMatch(known -> known.state().replica().equals(SLOW))
                == leaving) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("API-8")
    void listsComeInPages() throws Exception {
        var first = call("GET", "/api/v1/things?limit=2", admin(), "", Map.of());
        String next = first.headers().firstValue("Link").orElseThrow();
        var second = call("GET", next.substring(1, next.indexOf('>')), admin(), "", Map.of());

        assertThat(first.body()).contains("\"a\"", "\"b\"").doesNotContain("\"c\"");
        assertThat(next).endsWith("; rel=\"next\"");
        assertThat(second.body()).contains("\"c\"").doesNotContain("\"a\"");
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(call("GET", "/api/v1/things?limit=0", admin(), "", Map.of()).statusCode())
                .isEqualTo(422);
        assertThat(call("GET", "/api/v1/things?colour=red", admin(), "", Map.of())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Tag("API-14")
    void eachReplyCarriesTheRequestId() throws Exception {
        String id = UUID.randomUUID().toString();

        assertThat(call("GET", "/api/v1/things", admin(), "", Map.of("X-Request-Id", id))
                        .headers()
                        .firstValue("X-Request-Id"))
                .hasValue(id);
        assertThat(call("GET", "/api/v1/things", admin(), "", Map.of("X-Request-Id", "a b"))
                        .headers()
                        .firstValue("X-Request-Id"))
                .hasValueSatisfying(
                        made -> assertThat(UUID.fromString(made).version()).isEqualTo(7));
    }

    @Test
    void unknownResourcesAndMethodsAreProblemsToo() throws Exception {
        assertThat(call("GET", "/api/v1/nothing", admin(), "", Map.of()).body()).contains("not-found");
        assertThat(call("DELETE", "/api/v1/things", admin(), "", Map.of())
                        .headers()
                        .firstValue("Allow"))
                .hasValue("GET");
    }

    @Test
    @Tag("API-1")
    void theDescriptionIsMadeFromTheControllers() throws Exception {
        String description = send(HttpRequest.newBuilder(URI.create(base + "/internal/openapi.json")))
                .body();

        assertThat(description)
                .contains(
                        "\"/api/v1/things/{name}\"",
                        "\"$ref\":\"#/components/schemas/trial-service.ServiceContextTestThing\"",
                        "\"size\":{\"type\":\"integer\"}",
                        "\"limit\"",
                        "\"If-Match\"")
                .doesNotContain("/health", "internal");
        for (JsonNode item : new JsonMapper().readTree(description).path("paths")) {
            item.properties()
                    .forEach(operation -> assertThat(
                                    operation.getValue().toString().contains("\"Change-Reason\""))
                            .as(operation.toString())
                            .isEqualTo(!operation.getKey().equals("get")
                                    && !operation.getValue().has("security"))); // who is nobody is not audited
        }
    }

    @Test
    void anOrchestratorSeesThatItIsReady() throws Exception {
        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/health/live")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(URI.create(base + "/health/ready")))
                        .statusCode())
                .isEqualTo(200);
    }

    private static String put(String body, Map<String, String> headers) throws Exception {
        var reply = call("PUT", "/api/v1/things/a", admin(), body, headers);
        return reply.statusCode() + " " + reply.body();
    }

    private static Caller admin() {
        return Caller.of(principal(Role.FULL_ADMIN, false));
    }

    private static Principal principal(Role role, boolean mustChangePassword) {
        return new Principal(
                new AccountId(UUID.randomUUID()),
                "admin@example.org",
                role,
                UUID.randomUUID(),
                mustChangePassword,
                "192.0.2.1");
    }

    private static CallerSignature signature() {
        return context.getBean(CallerSignature.class);
    }

    private static HttpResponse<String> call(
            String method, String path, Caller caller, String body, Map<String, String> headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header(
                        CallerSignature.HEADER,
                        signature().sign(caller, method, URI.create(path).getPath()))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
