package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.edge.EdgeListener;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.AuthenticationRequest.CheckToken;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionHolder;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.session.SessionDesk;
import org.letterlock.testkit.TestCa;
import org.letterlock.testkit.TestCertificate;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The edge over TLS, with a real broker and PostgreSQL, an auth-service that knows some tokens, and a dkim-service that shows
 * what it gets; one for all tests of this JVM.
 */
final class RunningAdmin {
    private static final Duration LIVE = Duration.ofSeconds(5);
    // Or looking alone spends the requests of a minute (API-11).
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);
    private static final Map<String, Role> TOKENS = new ConcurrentHashMap<>();
    private static final Map<String, Role> COOKIES = new ConcurrentHashMap<>();
    private static final RunningAdmin ONE = start();

    private final TestCa ca;
    private final ConfigurableApplicationContext service;
    private final HttpClient http;
    private final BlockingQueue<HttpExchange> dkimRequests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> dkimBodies = new LinkedBlockingQueue<>();

    private RunningAdmin(Path directory) throws IOException {
        ca = TestCa.create();
        TestCertificate certificate = ca.issue("localhost");
        Path chain = Files.writeString(directory.resolve("tls.crt"), certificate.chainPem());
        Path key = Files.writeString(directory.resolve("tls.key"), certificate.keyPem());
        TestDatabase database = TestServers.freshDatabase();
        Map<String, Object> settings = new HashMap<>();
        settings.put("letterlock.admin.port", 0);
        settings.put("letterlock.admin.address", "loopback");
        settings.put("letterlock.host-name", "localhost");
        settings.put("letterlock.instance-key-file", directory.resolve("instance.key"));
        settings.put("letterlock.tls.certificate-file", chain.toString());
        settings.put("letterlock.tls.key-file", key.toString());
        settings.put("letterlock.tls.trusted", "true");
        settings.put("letterlock.admin.routes.dkim-service", "http://127.0.0.1:" + dkimService());
        settings.put("spring.http.clients.read-timeout", "2s");
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        TOKENS.put(TokenService.digest("weak-admin"), Role.FULL_ADMIN);
        TOKENS.put(TokenService.digest("user"), Role.USER);
        service = ServiceApplication.start(
                AdminApplication.class,
                "admin-api",
                settings,
                context -> ((GenericApplicationContext) context).registerBean(TokenService.class));
        http = HttpClient.newBuilder().sslContext(ca.clientContext()).build();
    }

    private static RunningAdmin start() {
        try {
            RunningAdmin admin = new RunningAdmin(Files.createTempDirectory("letterlock-test-admin"));
            TestServers.closeAtTheEnd(admin.service::close);
            return admin;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The edge's port, as soon as it is open. */
    static int port() {
        EdgeListener edge = bean(EdgeListener.class);
        await(() -> edge.port().isPresent());
        return edge.port().orElseThrow();
    }

    static SSLContext clientContext() {
        return ONE.ca.clientContext();
    }

    static TestCa ca() {
        return ONE.ca;
    }

    static <T> T bean(Class<T> type) {
        return ONE.service.getBean(type);
    }

    static ReplicatedView<ServicePolicy> servicePolicies() {
        return bean(TokenService.class).services;
    }

    static ReplicatedView<SecurityPolicy> securityPolicies() {
        return bean(TokenService.class).security;
    }

    static ReplicatedView<AccessPolicy> accessPolicies() {
        return bean(TokenService.class).access;
    }

    /** The token of a full administrator whom a test class has for itself: each has 600 requests a minute (API-11). */
    static String administrator(Class<?> test) {
        return administrator(test.getSimpleName());
    }

    /** The token of a full administrator of that name. */
    static String administrator(String name) {
        TOKENS.put(TokenService.digest(name), Role.FULL_ADMIN);
        return name;
    }

    /** As if so many accounts had the policy. */
    static void assign(AccessPolicyId policy, int accounts) {
        bean(TokenService.class).accountsByPolicy.put(policy, accounts);
    }

    /** Whether the policy was taken from its accounts. */
    static boolean isReleased(AccessPolicyId policy) {
        return bean(TokenService.class).released.contains(policy);
    }

    /** What dkim-service got from the edge, one after the other. */
    static HttpExchange nextDkimRequest() throws InterruptedException {
        return ONE.dkimRequests.take();
    }

    /** The body of what dkim-service got, where there was one. */
    static String nextDkimBody() throws InterruptedException {
        return ONE.dkimBodies.take();
    }

    private int dkimService() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/silent")) {
                return; // leaves the edge without an answer
            }
            if (path.startsWith("/api/")) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
                if (!body.isEmpty()) {
                    dkimBodies.add(body);
                }
                dkimRequests.add(exchange);
            }
            byte[] reply = (path.equals("/internal/openapi.json")
                            ? "{\"paths\":{\"/api/v1/dkim\":{}},\"schemas\":{\"dkim-service.Key\":{}}}"
                            : "{}")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }

    static HttpResponse<String> send(
            String method, String path, String body, @Nullable String token, @Nullable String ifMatch)
            throws Exception {
        return send(method, path, body, token, ifMatch, Map.of());
    }

    /** @param fields further ones of the head */
    static HttpResponse<String> send(
            String method,
            String path,
            String body,
            @Nullable String token,
            @Nullable String ifMatch,
            Map<String, String> fields)
            throws Exception {
        int port = port();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        fields.forEach(request::header);
        return ONE.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Has auth-service know the session of a browser. */
    static void beginSession(String cookie) {
        COOKIES.put(TokenService.digest(cookie), Role.FULL_ADMIN);
    }

    /** Has auth-service know it no more. */
    static void endSession(String cookie) {
        COOKIES.remove(TokenService.digest(cookie));
    }

    /** A request with these fields, and no token. */
    static HttpResponse<String> browse(String method, String path, String... fields) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                .header("Content-Type", "application/json")
                .headers(fields)
                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return ONE.http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A request with a field of its own. */
    static HttpResponse<String> get(String token, String path, String field, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
                .header("Authorization", "Bearer " + token)
                .header(field, value)
                .build();
        return ONE.http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(String token, String path, HttpRequest.BodyPublisher body) throws Exception {
        int port = port();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(body)
                .build();
        return ONE.http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The status of a request whose head has a field of that size. */
    static int statusWithHead(HttpClient.Version version, int octets) throws Exception {
        int port = port();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/openapi.json"))
                .version(version)
                .header("X-Padding", "x".repeat(octets))
                .build();
        return ONE.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    static String body(String token, String method, String path) {
        return body(token, method, path, "");
    }

    static String body(String token, String method, String path, String body) {
        try {
            return send(method, path, body, token, null).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIVE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + LIVE).isBefore(end);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Two replicas of a front end. */
    static List<FrontEnd> frontEnds() {
        return bean(TokenService.class).frontEnds;
    }

    /** Stands for a replica of a front end at the other end of the broker. */
    static final class FrontEnd implements SessionHolder {
        final UUID replica = UUID.randomUUID();
        final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
        volatile boolean silent;

        @Override
        public List<LiveSession> find(SessionSelection which) {
            if (silent) {
                throw new IllegalStateException("nothing to say");
            }
            return sessions.stream()
                    .filter(session -> which.includes(session.id(), session.account()))
                    .toList();
        }

        @Override
        public List<LiveSession> end(SessionSelection which) {
            List<LiveSession> ended = find(which);
            ended.forEach(sessions::remove);
            return ended;
        }

        @Override
        public List<LiveSession> endOpenedBy(UUID credential) {
            return List.of();
        }
    }

    /** Stands for auth-service at the other end of the broker. */
    static final class TokenService {
        private final ReplicatedView<ServicePolicy> services;
        private final ReplicatedView<SecurityPolicy> security;
        private final ReplicatedView<AccessPolicy> access;
        private final List<FrontEnd> frontEnds = List.of(new FrontEnd(), new FrontEnd());
        private final Map<AccessPolicyId, Integer> accountsByPolicy = new ConcurrentHashMap<>();
        private final Set<AccessPolicyId> released = ConcurrentHashMap.newKeySet();

        TokenService(Responders responders, Views views, Consumers consumers, TopicPublisher publisher) {
            frontEnds.forEach(
                    frontEnd -> new SessionDesk(frontEnd.replica, "imap", frontEnd, consumers, publisher).start());
            services = views.viewOf(Topics.POLICY_SERVICES);
            security = views.viewOf(Topics.POLICY_SECURITY);
            access = views.viewOf(Topics.POLICY_ACCESS);
            responders.answerBlocking(Exchanges.AUTHENTICATION, TokenService::answer);
            responders.answerBlocking(Exchanges.POLICY_RELEASE, this::release);
            responders.answerBlocking(Exchanges.LOCK_OUT, TokenService::simulate);
        }

        /** As if there were one account, of format SHA, which has a way in as long as PLAIN or LOGIN is on. */
        private static LockOut simulate(LockOutRequest request) {
            SecurityPolicy candidate = request.change().security();
            boolean harms = candidate != null
                    && !candidate.methods().contains("PLAIN")
                    && !candidate.methods().contains("LOGIN");
            return harms
                    ? new LockOut(
                            1,
                            Map.of(LockOut.Cause.DIGEST_ONLY, 1L),
                            List.of(new LockOut.Affected("sha@example.org", "imap", LockOut.Cause.DIGEST_ONLY, false)),
                            Octets.wrap(new byte[] {1}),
                            new UUID(0, 1),
                            false,
                            false)
                    : new LockOut(0, Map.of(), List.of(), Octets.wrap(new byte[] {0}), null, false, false);
        }

        /** As if so many accounts had the policy. */
        private PolicyReleaseReply release(PolicyReleaseRequest request) {
            int accounts = accountsByPolicy.getOrDefault(request.policy(), 0);
            if (accounts > 0 && request.reassignTo() == null) {
                return new PolicyReleaseReply.InUse(accounts);
            }
            if (!request.dryRun()) {
                released.add(request.policy());
            }
            return new PolicyReleaseReply.Released(accounts);
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

        private static UUID account(AuthenticationRequest request) {
            return request instanceof CheckToken check
                    ? UUID.nameUUIDFromBytes(check.digest().view())
                    : new UUID(0, 0);
        }

        private static AuthenticationReply answer(AuthenticationRequest request) {
            Role role = request instanceof CheckToken check
                    ? (check.cookie() ? COOKIES : TOKENS)
                            .get(HexFormat.of().formatHex(check.digest().view()))
                    : null;
            boolean isWeak = request instanceof CheckToken check
                    && HexFormat.of().formatHex(check.digest().view()).equals(digest("weak-admin"));
            return role == null
                    ? new AuthenticationReply.Refused(AuthenticationReply.Reason.CREDENTIALS)
                    : new AuthenticationReply.TokenAccepted(
                            new AccountId(account(request)),
                            "admin",
                            role,
                            UUID.randomUUID(),
                            Instant.now().plusSeconds(60),
                            false,
                            null,
                            false,
                            !isWeak);
        }
    }
}
