package org.letterlock.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.event.AuditEvent;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionReport;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.Requesters;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.letterlock.service.web.ApiJson;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.Principal;
import org.letterlock.testkit.TestDatabase;
import org.letterlock.testkit.TestServers;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as it runs, once for all tests, reached as the ingress and the edge reach it. */
final class AuthServiceFixture {
    static final String ADMIN_PASSWORD = "Correct horse battery staple 9";
    /** So that the tests of other rules may fail as often as they like. */
    static final GuessingPolicy NO_PROTECTION = new GuessingPolicy(false, 10, 60, 300, Set.of(), null, false, 3, 300);

    static final String CLIENT_ADDRESS = "192.0.2.7";

    private static final Duration LIVE = Duration.ofSeconds(5);
    private static final JsonMapper JSON = ApiJson.mapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestDatabase database;
    private final Path passwordFile;
    private final ConfigurableApplicationContext service;
    private final Neighbours neighbours;
    private final String initialPassword;
    private final String fileMode;
    private final Enrolled administrator;

    private static final class Holder {
        static final AuthServiceFixture INSTANCE = new AuthServiceFixture();
    }

    /** An answer of the API. */
    record Reply(int status, JsonNode body, HttpResponse<byte[]> raw) {
        String etag() {
            return raw.headers().firstValue("ETag").orElse("");
        }

        String text(String member) {
            return body.path(member).asString("");
        }

        String problem() {
            return text("type").replace("urn:letterlock:problem:", "");
        }

        Reply expect(int wanted) {
            assertThat(status).as(body.toString()).isEqualTo(wanted);
            return this;
        }
    }

    /** Stands for the other services: asks and follows. */
    static final class Neighbours {
        final Requester<AuthenticationRequest, AuthenticationReply> authentication;
        final Requester<PolicyReleaseRequest, PolicyReleaseReply> release;
        final Requester<LockOutRequest, LockOut> lockOut;
        final Directory directory;
        final ReplicatedView<AddressBlock> blocks;
        final Queue<SecurityEvent> events = new ConcurrentLinkedQueue<>();
        final Queue<Notice> notices = new ConcurrentLinkedQueue<>();
        final Queue<AuditEvent> changes = new ConcurrentLinkedQueue<>();
        final Queue<SessionCommand> sessionCommands = new ConcurrentLinkedQueue<>();
        final Queue<SessionReport> sessionReports = new ConcurrentLinkedQueue<>();

        Neighbours(Requesters requesters, Views views, Consumers consumers) {
            consumers.listen(Topics.SECURITY_EVENTS, records -> records.forEach(record -> events.add(record.value())));
            consumers.listen(Topics.NOTICES, records -> records.forEach(record -> notices.add(record.value())));
            consumers.listen(Topics.AUDIT_EVENTS, records -> records.forEach(record -> changes.add(record.value())));
            consumers.listen(
                    Topics.SESSION_COMMANDS, records -> records.forEach(record -> sessionCommands.add(record.value())));
            consumers.listen(
                    Topics.SESSION_REPORTS, records -> records.forEach(record -> sessionReports.add(record.value())));
            authentication = requesters.requester(Exchanges.AUTHENTICATION);
            release = requesters.requester(Exchanges.POLICY_RELEASE);
            lockOut = requesters.requester(Exchanges.LOCK_OUT);
            directory = ReplicatedDirectory.follow(views);
            blocks = views.viewOf(Topics.ACCESS_BLOCKS);
        }
    }

    private AuthServiceFixture() {
        try {
            database = TestServers.freshDatabase();
            Path directory = Files.createTempDirectory("auth-service-test");
            passwordFile = directory.resolve("one-time-password");
            service = start(database, directory, passwordFile);
            neighbours = service.getBean(Neighbours.class);
            publish(NO_PROTECTION);
            List.of("imap", "imaps", "smtp", "submission", "smtps").forEach(this::open);
            initialPassword = Files.readString(passwordFile).strip();
            fileMode = Files.getPosixFilePermissions(passwordFile).toString();
            administrator = becomeAdministrator();
            TestServers.closeAtTheEnd(service::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AuthServiceFixture running() {
        return Holder.INSTANCE;
    }

    private static ConfigurableApplicationContext start(TestDatabase database, Path directory, Path passwordFile) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", 0);
        settings.put("letterlock.host-name", "mx.example.org");
        settings.put(
                "letterlock.instance-key-file",
                directory.resolve("instance.key").toString());
        settings.put("letterlock.auth.initial-password-file", passwordFile.toString());
        settings.put("spring.datasource.url", database.jdbcUrl());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("spring.kafka.bootstrap-servers", TestServers.broker().bootstrapServers());
        TestServers.kafkaProperties().forEach((name, value) -> settings.put("spring.kafka.properties." + name, value));
        return ServiceApplication.start(
                AuthServiceApplication.class,
                AuthServiceApplication.NAME,
                settings,
                context -> ((GenericApplicationContext) context).registerBean(Neighbours.class));
    }

    private Enrolled becomeAdministrator() {
        String first = anonymous("POST", "/api/v1/sessions/login", login("admin", initialPassword))
                .expect(200)
                .text("token");
        assertThat(as(first, "POST", "/api/v1/me/second-factor", "").expect(403).problem())
                .isEqualTo("password-expired");
        as(first, "POST", "/api/v1/me/password", Map.of("current", initialPassword, "new", ADMIN_PASSWORD))
                .expect(204);
        assertThat(as(first, "GET", "/api/v1/domains", "").expect(403).problem())
                .isEqualTo("enrolment-required");
        return enrol(first);
    }

    /** A session in which a second factor was just enrolled, and what goes with it. */
    record Enrolled(String token, Authenticator authenticator, List<String> recoveryCodes) {}

    /** Enrols a second factor for whose session that is. */
    Enrolled enrol(String session) {
        Authenticator authenticator = new Authenticator(
                as(session, "POST", "/api/v1/me/second-factor", "").expect(201).text("secret"));
        Reply enrolled = as(session, "POST", "/api/v1/me/second-factor/confirm", Map.of("code", authenticator.code(0)))
                .expect(200);
        List<String> codes = new ArrayList<>();
        enrolled.body().path("recoveryCodes").forEach(code -> codes.add(code.asString()));
        return new Enrolled(enrolled.text("token"), authenticator, codes);
    }

    static Map<String, Object> login(String login, String password) {
        return Map.of("login", login, "password", password);
    }

    /** Has the service follow that policy from now on. */
    void publish(GuessingPolicy policy) {
        publish(Topics.POLICY_GUESSING, "guessing", policy);
    }

    /** Has the service know that a service is offered to everybody. */
    private void open(String id) {
        publish(Topics.POLICY_SERVICES, id, new ServicePolicy(id, true, null, 0, 0));
    }

    /** Has the service know the policy; that it has arrived is for the service to wait for. */
    void publish(AccessPolicy policy) {
        send(Topics.POLICY_ACCESS, policy.id().toString(), policy);
    }

    /** Has the service know the group. */
    void publish(IpGroup group) {
        publish(Topics.POLICY_IP_GROUPS, group.id().toString(), group);
    }

    /** Has the service know what others say there, and waits until it does. */
    <V> void publish(Topic<V> topic, String key, V value) {
        send(topic, key, value);
        await(() ->
                bean(Views.class).viewOf(topic).find(key).filter(value::equals).isPresent());
    }

    /** Tells the service of it as a front end does (LIMIT-4). */
    void tellUnknownRecipient(ClientCount count) {
        send(Topics.SMTP_UNKNOWN_RECIPIENTS, count.client().format(), count);
    }

    private <V> void send(Topic<V> topic, String key, V value) {
        bean(TopicPublisher.class)
                .publish(topic, key, value)
                .toCompletableFuture()
                .join();
    }

    /** Asks the holders of sessions, and waits for the answer. */
    List<LiveSession> askForSessions(SessionCommand command) {
        send(Topics.SESSION_COMMANDS, command.request().toString(), command);
        await(() -> answerTo(command).isPresent());
        return answerTo(command).orElseThrow().sessions();
    }

    private Optional<SessionReport.Sessions> answerTo(SessionCommand command) {
        return neighbours.sessionReports.stream()
                .filter(SessionReport.Sessions.class::isInstance)
                .map(SessionReport.Sessions.class::cast)
                .filter(report -> report.request().equals(command.request()))
                .findFirst();
    }

    /** What the holders of sessions were told. */
    Queue<SessionCommand> sessionCommands() {
        return neighbours.sessionCommands;
    }

    /** Asks whether an access policy may go. */
    PolicyReleaseReply release(AccessPolicyId policy, @Nullable AccessPolicyId reassignTo) {
        return release(new PolicyReleaseRequest(policy, reassignTo, false));
    }

    /** The same. */
    PolicyReleaseReply release(PolicyReleaseRequest request) {
        return answer(neighbours.release.ask(request.policy().toString(), request));
    }

    /** The blocks that listeners know of. */
    ReplicatedView<AddressBlock> blocks() {
        return neighbours.blocks;
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    /** Starts one more replica of the service: the same database, the same keys. */
    ConfigurableApplicationContext replica() {
        return start(database, Objects.requireNonNull(passwordFile.getParent()), passwordFile);
    }

    String initialPassword() {
        return initialPassword;
    }

    /** Permissions of the file as it was written. */
    String initialFileMode() {
        return fileMode;
    }

    Path passwordFile() {
        return passwordFile;
    }

    TestDatabase database() {
        return database;
    }

    Directory directory() {
        return neighbours.directory;
    }

    /** What administrators were told. */
    Queue<SecurityEvent> events() {
        return neighbours.events;
    }

    /** What users are to be told by mail. */
    Queue<Notice> notices() {
        return neighbours.notices;
    }

    /** What the audit log was told of changes. */
    Queue<AuditEvent> changes() {
        return neighbours.changes;
    }

    SecretEnvelopes envelopes() {
        return service.getBean(SecretEnvelopes.class);
    }

    /** Asks whom a change would lock out. */
    LockOut lockOut(RuleChange change) {
        return answer(neighbours.lockOut.ask("test", new LockOutRequest(change, null)));
    }

    private static <R> R answer(CompletionStage<R> reply) {
        return reply.toCompletableFuture().orTimeout(20, SECONDS).join();
    }

    AuthenticationReply ask(AuthenticationRequest request) {
        return answer(neighbours.authentication.ask("test", request));
    }

    AuthenticationReply checkToken(String token) {
        return check(token, false);
    }

    AuthenticationReply checkCookie(String cookie) {
        return check(cookie, true);
    }

    private AuthenticationReply check(String secret, boolean cookie) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return ask(new AuthenticationRequest.CheckToken(Octets.wrap(digest), CLIENT_ADDRESS, cookie));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A request with a bearer token: checked and passed on as the edge does it. */
    Reply as(String token, String method, String path, Object body, String... headers) {
        return send(Caller.of(principal(checkToken(token), false)), method, path, body, headers);
    }

    /** A request of a browser: checked and passed on as the edge does it. */
    Reply browser(String cookie, String method, String path, Object body, String... headers) {
        return send(Caller.of(principal(checkCookie(cookie), false)), method, path, body, headers);
    }

    private static Principal principal(AuthenticationReply reply, boolean steppedUp) {
        if (!(reply instanceof TokenAccepted accepted)) {
            throw new AssertionError("the token is not valid");
        }
        return new Principal(
                accepted.account(),
                accepted.login(),
                accepted.role(),
                accepted.token(),
                accepted.mustChangePassword(),
                CLIENT_ADDRESS,
                accepted.resources(),
                accepted.mustEnrol(),
                accepted.steppedUp() || steppedUp);
    }

    Reply anonymous(String method, String path, Object body, String... headers) {
        return send(Caller.anonymous(CLIENT_ADDRESS), method, path, body, headers);
    }

    /** The administrator, who has just shown the second factor. */
    Reply admin(String method, String path, Object body, String... headers) {
        return send(Caller.of(principal(checkToken(administrator.token()), true)), method, path, body, headers);
    }

    Reply get(String path) {
        return admin("GET", path, "");
    }

    Reply create(String path, Map<String, ?> body) {
        return admin("POST", path, body);
    }

    Reply patch(String path, Map<String, ?> body) {
        return admin("PATCH", path, body, "If-Match", get(path).etag());
    }

    Reply delete(String path) {
        return admin("DELETE", path, "", "If-Match", get(path).etag());
    }

    /** Makes a change that locks accounts out, and accepts it when that is told. */
    Reply accepting(String method, String path, Object body) {
        String etag = get(path.replaceFirst("\\?.*", "")).etag();
        Reply refused = admin(method, path, body, "If-Match", etag).expect(409);
        assertThat(refused.problem()).isEqualTo("lock-out");
        return admin(
                method,
                path,
                body,
                "If-Match",
                etag,
                "Accept-Lock-Out",
                refused.text("acceptToken"),
                "Change-Reason",
                "a test wants it");
    }

    /**
     * A domain of the test's own, in which nearly every password of eight characters is good enough, and no administrator has
     * to have a second factor.
     */
    String domain(String name, String... aliases) {
        String id = strictDomain(name, aliases);
        patch("/api/v1/domains/" + id + "/password-policy", Map.of("minLength", 8, "complexity", false, "history", 0))
                .expect(200);
        patch("/api/v1/domains/" + id + "/second-factor", Map.of("administratorsForced", false))
                .expect(200);
        return id;
    }

    /** A domain of the test's own with the password policy that every domain begins with. */
    String strictDomain(String name, String... aliases) {
        return create("/api/v1/domains", Map.of("name", name, "aliases", List.of(aliases)))
                .expect(201)
                .text("id");
    }

    /** An IP group that the service knows of, of one address. */
    IpGroupId ipGroup(String name, String address) {
        IpGroupId id = new IpGroupId(UUID.randomUUID());
        IpGroup group = new IpGroup(id, name, List.of(new IpGroup.Entry(new IpGroup.Match.Host(address), true, "")));
        publish(group);
        await(() -> bean(ReplicatedIpGroups.class).get().find(id).isPresent());
        return id;
    }

    String account(String login, String password) {
        return create("/api/v1/accounts", Map.of("login", login, "password", password))
                .expect(201)
                .text("id");
    }

    private Reply send(Caller caller, String method, String path, Object body, String... headers) {
        int port = ((WebServerApplicationContext) service).getWebServer().getPort();
        String content = body instanceof String text ? text : JSON.writeValueAsString(body);
        String withoutQuery = path.replaceFirst("\\?.*", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .header(
                        CallerSignature.HEADER,
                        service.getBean(CallerSignature.class).sign(caller, method, withoutQuery))
                .method(method, HttpRequest.BodyPublishers.ofString(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode json = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Reply(response.statusCode(), json, response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for something that happens by itself and soon. */
    static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIVE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within " + LIVE).isBefore(end);
            Thread.onSpinWait();
        }
    }
}
