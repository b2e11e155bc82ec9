package org.letterlock.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;
import tools.jackson.databind.JsonNode;

/**
 * Finds a way in as administrator: the token of an earlier demo, or the one-time password that the first start has made. An
 * administrator has to have a second factor (MFA-2), so the demo enrols one in the place of an authenticator, and keeps its
 * secret where its owner finds it.
 */
final class AdminAccess {
    private static final String ADMIN = "admin";
    private static final String PASSWORD = "ADMIN_PASSWORD";
    private static final String TOTP_SECRET = "ADMIN_TOTP_SECRET";
    private static final String TOTP_URI = "ADMIN_TOTP_URI";
    private static final String RECOVERY_CODES = "ADMIN_RECOVERY_CODES";

    private final RestClient anonymous;
    private final Path data;
    private final String password;
    private final PrintStream output;
    private final InstantSource clock;
    private final Map<String, String> kept = new LinkedHashMap<>(); // what demo-admin.env holds

    AdminAccess(RestClient anonymous, Path data, String password, PrintStream output, InstantSource clock) {
        this.anonymous = anonymous;
        this.data = data;
        this.password = password;
        this.output = output;
        this.clock = clock;
    }

    /** A token with the rights of a FULL_ADMIN who has just shown the second factor (ADM-5). */
    String token() throws IOException {
        kept.putAll(DemoEnvironment.readAdministrator(data).values());
        var known = DemoEnvironment.read(data).values();
        var old = Optional.ofNullable(known.get("ADMIN_TOKEN")).filter(this::isGood);
        if (old.isPresent()) {
            return old.get();
        }
        var session = firstLogin()
                .or(() -> logIn(password))
                .or(() -> Optional.ofNullable(kept.get(PASSWORD)).flatMap(this::logIn))
                .or(() -> Optional.ofNullable(known.get("PASSWORD")).flatMap(this::logIn))
                .orElseThrow(() -> new LauncherException(
                        "the password of admin, or its second factor, is not known here; make a token with the role FULL_ADMIN "
                                + "and stepUp at /api/v1/tokens and put the line ADMIN_TOKEN=... into "
                                + DemoEnvironment.file(data)));
        var client = anonymous.with(session);
        var token = client.require(
                "a token", client.post("/tokens", Map.of("name", "demo", "role", "FULL_ADMIN", "stepUp", true)));
        return token.path("token").asString();
    }

    private boolean isGood(String token) {
        return anonymous.with(token).get("/domains?limit=1").isSuccess();
    }

    private Optional<String> firstLogin() {
        var file = data.resolve(DataDirectory.ONE_TIME_PASSWORD);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            var oneTime = Files.readString(file).strip();
            var answer = logIn(oneTime, "");
            if (answer.isSuccess()) {
                var session = answer.body().path("token").asString();
                replace(anonymous.with(session), oneTime);
                return Optional.of(enrol(session));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be read: " + e, e);
        }
    }

    /** Sets the password of the demo; or one of its own where that one is not good enough for an administrator. */
    private void replace(RestClient client, String oneTime) {
        keep(PASSWORD, password);
        var answer = client.post("/me/password", Map.of("current", oneTime, "new", password));
        if (!answer.isProblem("password-policy")) {
            client.require("a password for admin", answer);
            return;
        }
        output.println("admin gets another password, because its policy refuses --password: " + answer.faults());
        var own = "Demo-" + UUID.randomUUID();
        keep(PASSWORD, own);
        client.require("a password for admin", client.post("/me/password", Map.of("current", oneTime, "new", own)));
    }

    /** Enrols a second factor; what is good for it is on the disk before it is in force. */
    private String enrol(String session) {
        var client = anonymous.with(session);
        var begun = client.require("a second factor for admin", client.post("/me/second-factor", Map.of()));
        var codes = new OneTimeCodes(begun.path("secret").asString());
        keep(TOTP_SECRET, codes.secret());
        keep(TOTP_URI, begun.path("uri").asString());
        var enrolled = client.require(
                "the second factor of admin",
                client.post("/me/second-factor/confirm", Map.of("code", codes.at(clock.instant()))));
        keep(
                RECOVERY_CODES,
                StreamSupport.stream(enrolled.path("recoveryCodes").spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(" ")));
        output.println(
                "admin has a password and a second factor now; both are in " + DemoEnvironment.administrator(data));
        return enrolled.path("token").asString();
    }

    private void keep(String name, String value) {
        kept.put(name, value);
        try {
            DemoEnvironment.writeAdministrator(data, kept);
        } catch (IOException e) {
            throw new LauncherException(DemoEnvironment.administrator(data) + " cannot be written: " + e, e);
        }
    }

    private Optional<String> logIn(String secret) {
        var answer = logIn(secret, "");
        if (answer.isProblem("second-factor-required") && kept.containsKey(TOTP_SECRET)) {
            var codes = new OneTimeCodes(kept.get(TOTP_SECRET));
            var now = clock.instant();
            answer = logIn(secret, codes.at(now));
            if (answer.isProblem("invalid-credentials")) { // a code works once
                answer = logIn(secret, codes.after(now));
            }
        }
        if (answer.isProblem("invalid-credentials") || answer.isProblem("second-factor-required")) {
            return Optional.empty();
        }
        var begun = anonymous.require("the login of admin", answer);
        var session = begun.path("token").asString();
        return Optional.of(begun.path("mustEnrol").asBoolean() ? enrol(session) : session);
    }

    private RestClient.Answer logIn(String secret, String code) {
        return anonymous.post("/sessions/login", Map.of("login", ADMIN, "password", secret, "code", code));
    }
}
