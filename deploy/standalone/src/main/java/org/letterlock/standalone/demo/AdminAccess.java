package org.letterlock.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;

/** Finds a way in as administrator: the token of an earlier demo, or the one-time password that the first start has made. */
final class AdminAccess {
    private static final String ADMIN = "admin";

    private final RestClient anonymous;
    private final Path data;
    private final String password;
    private final PrintStream output;

    AdminAccess(RestClient anonymous, Path data, String password, PrintStream output) {
        this.anonymous = anonymous;
        this.data = data;
        this.password = password;
        this.output = output;
    }

    /** A token with the rights of a FULL_ADMIN. */
    String token() throws IOException {
        var known = DemoEnvironment.read(data).values();
        var old = Optional.ofNullable(known.get("ADMIN_TOKEN")).filter(this::isGood);
        if (old.isPresent()) {
            return old.get();
        }
        var session = firstLogin()
                .or(() -> logIn(password))
                .or(() -> Optional.ofNullable(known.get("PASSWORD")).flatMap(this::logIn))
                .orElseThrow(() -> new LauncherException(
                        "the password of admin is not known here; make a FULL_ADMIN token at /api/v1/tokens and put the line "
                                + "ADMIN_TOKEN=... into " + DemoEnvironment.file(data)));
        var client = anonymous.with(session);
        var token = client.require("a token", client.post("/tokens", Map.of("name", "demo", "role", "FULL_ADMIN")));
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
            var session = logIn(oneTime);
            if (session.isPresent()) {
                var chosen = replace(anonymous.with(session.get()), oneTime);
                output.println("the password of admin is now " + chosen);
                // A session that began with the one-time password may do nothing else for a moment yet.
                return logIn(chosen);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new LauncherException(file + " cannot be read: " + e, e);
        }
    }

    /** The password of the demo; or one of its own where that one is not good enough for an administrator. */
    private String replace(RestClient client, String oneTime) {
        var answer = client.post("/me/password", Map.of("current", oneTime, "new", password));
        if (!answer.isProblem("password-policy")) {
            client.require("a password for admin", answer);
            return password;
        }
        output.println("admin gets another password, because its policy refuses --password: " + answer.faults());
        var own = "Demo-" + UUID.randomUUID();
        client.require("a password for admin", client.post("/me/password", Map.of("current", oneTime, "new", own)));
        return own;
    }

    private Optional<String> logIn(String secret) {
        var answer = anonymous.post("/sessions/login", Map.of("login", ADMIN, "password", secret));
        if (answer.isProblem("invalid-credentials")) {
            return Optional.empty();
        }
        return Optional.of(
                anonymous.require("the login of admin", answer).path("token").asString());
    }
}
