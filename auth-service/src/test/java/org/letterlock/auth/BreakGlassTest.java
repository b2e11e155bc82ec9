package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.service.sealing.BreakGlassFile;
import org.letterlock.service.sealing.BreakGlassOrder;

/** Orders of somebody who has the instance key. */
@Tag("ADM-4")
class BreakGlassTest {
    private static final String PASSWORD = "Purple-elephants-42";
    private static final String ONE_TIME = "abcde-fghij-kmnpq-rstuv";

    private final AuthServiceFixture service = AuthServiceFixture.running();
    private final Path directory = Objects.requireNonNull(service.passwordFile().getParent());
    private final BreakGlassFile file = new BreakGlassFile(directory.resolve("instance.key"), directory);

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().strictDomain("glass.test");
    }

    @Test
    @Tag("MFA-3")
    void anAdministratorGetsAOneTimePasswordAndNoFactor() throws IOException {
        String other = account("witness", "FULL_ADMIN");
        String locked = account("locked", "FULL_ADMIN");
        String session = service.enrol(console(locked, PASSWORD).expect(200).text("token"))
                .token();
        BreakGlassOrder order = order(locked, Instant.now());

        file.write(order);

        await(() -> !file.exists());
        assertThat(file.refusal()).isEmpty();
        assertThat(service.checkToken(session)).isEqualTo(new Refused(Reason.CREDENTIALS));
        console(locked, PASSWORD).expect(401);
        Reply begun = console(locked, ONE_TIME).expect(200);
        assertThat(begun.body().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(begun.body().path("mustEnrol").asBoolean()).isTrue();
        await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("break-glass")
                        && locked.equals(event.details().get("account"))));
        await(() -> service.notices().stream()
                .anyMatch(notice -> notice.subject().contains("reset on the server")
                        && notice.recipients().toString().contains(other)));

        service.as(
                        begun.text("token"),
                        "POST",
                        "/api/v1/me/password",
                        Map.of("current", ONE_TIME, "new", PASSWORD + "2"))
                .expect(204);
        file.write(order); // as after a crash between the two
        await(() -> !file.exists());
        console(locked, PASSWORD + "2").expect(200);
    }

    @Test
    void anAdministratorWhoWasDisabledIsEnabledAgain() throws IOException {
        String login = account("shut", "FULL_ADMIN");
        String path = "/api/v1/accounts/"
                + service.get("/api/v1/accounts?login=" + login)
                        .body()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        service.patch(path, Map.of("enabled", false, "mayLogIn", false)).expect(200);
        console(login, PASSWORD).expect(403);

        file.write(order(login, Instant.now()));

        await(() -> !file.exists());
        assertThat(file.refusal()).isEmpty();
        assertThat(service.get(path).body().path("enabled").asBoolean()).isTrue();
        console(login, ONE_TIME).expect(200);
        await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("break-glass")
                        && login.equals(event.details().get("account"))
                        && "now".equals(event.details().get("enabled"))));
    }

    @Test
    void whoIsNoAdministratorIsNotReset() throws IOException {
        String user = account("user", "USER");

        assertRefused(order(user, Instant.now()), "no administrator");
        assertRefused(order("nobody@glass.test", Instant.now()), "no account");
        console(user, PASSWORD).expect(200);
    }

    @Test
    void anOrderIsNotKeptForLong() throws IOException {
        String old = account("old", "FULL_ADMIN");

        assertRefused(order(old, Instant.now().minus(Duration.ofDays(8))), "older");
        console(old, PASSWORD).expect(200);
    }

    @Test
    void anOrderThatTheInstanceKeyHasNotSealedIsRefused() throws IOException {
        Path elsewhere = Files.createTempDirectory("other-instance");
        Files.writeString(
                elsewhere.resolve("instance.key"), java.util.Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        BreakGlassFile forged = new BreakGlassFile(elsewhere.resolve("instance.key"), directory);
        String target = account("target", "FULL_ADMIN");

        forged.write(order(target, Instant.now()));

        await(() -> !file.exists());
        assertThat(file.refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("instance key"));
        console(target, PASSWORD).expect(200);
    }

    private void assertRefused(BreakGlassOrder order, String reason) throws IOException {
        file.write(order);
        await(() -> !file.exists());
        assertThat(file.refusal()).hasValueSatisfying(told -> assertThat(told).contains(reason));
    }

    private static BreakGlassOrder order(String account, Instant at) {
        return new BreakGlassOrder(UUID.randomUUID(), at, account, ONE_TIME);
    }

    private String account(String name, String role) {
        String login = name + "@glass.test";
        service.create("/api/v1/accounts", Map.of("login", login, "password", PASSWORD, "role", role))
                .expect(201);
        return login;
    }

    private Reply console(String login, String password) {
        return service.anonymous("POST", "/api/v1/sessions/login", login(login, password));
    }
}
