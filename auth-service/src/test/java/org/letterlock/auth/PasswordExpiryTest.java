package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.sasl.SaslMessage;
import org.springframework.jdbc.core.simple.JdbcClient;

class PasswordExpiryTest {
    private static final String PASSWORD = "old password";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @Test
    @Tag("PWD-8")
    @Tag("ACC-4")
    void anExpiredPasswordIsToldOfOnlyWhereItIsTheRightOne() {
        String domain = expiring("expired.test", Map.of());
        String account = service.account("aged@expired.test", PASSWORD);
        service.account("young@expired.test", PASSWORD);
        age(domain, account, Duration.ofDays(181));

        assertThat(plain("aged@expired.test", PASSWORD)).isEqualTo(new Refused(Reason.EXPIRED));
        assertThat(plain("aged@expired.test", "wrong password")).isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(plain("young@expired.test", PASSWORD)).isInstanceOf(Granted.class);
        assertThat(stateOf(account)).isEqualTo("expired");
        assertThat(service.get("/api/v1/accounts?login=young@expired.test")
                        .body()
                        .path("items")
                        .path(0)
                        .path("state")
                        .asString())
                .isEqualTo("active");
    }

    @Test
    @Tag("PWD-8")
    void withAnExpiredPasswordOneCanSetAnotherAndDoNothingElse() {
        String domain = expiring("renewal.test", Map.of());
        String account = service.account("rosa@renewal.test", PASSWORD);
        String before = session("rosa@renewal.test").expect(200).text("token");
        age(domain, account, Duration.ofDays(181));

        Reply session = session("rosa@renewal.test").expect(200);
        String token = session.text("token");

        assertThat(session.body().path("mustChangePassword").asBoolean()).isTrue();
        for (String each : List.of(before, token)) {
            assertThat(service.as(each, "GET", "/api/v1/tokens", "").expect(403).problem())
                    .isEqualTo("password-expired");
        }
        assertThat(change(token, PASSWORD).expect(422).problem()).isEqualTo("password-policy");
        change(token, "a newer one").expect(204);
        assertThat(service.checkToken(token))
                .isInstanceOfSatisfying(
                        TokenAccepted.class,
                        accepted -> assertThat(accepted.mustChangePassword()).isFalse());
        assertThat(plain("rosa@renewal.test", "a newer one")).isInstanceOf(Granted.class);
        assertThat(stateOf(account)).isEqualTo("active");
    }

    @Test
    @Tag("PWD-8")
    void withoutSelfRenewalOnlyAnAdministratorHelps() {
        String domain = expiring("no-renewal.test", Map.of("selfRenewal", false));
        String account = service.account("nina@no-renewal.test", PASSWORD);
        String before = session("nina@no-renewal.test").expect(200).text("token");
        age(domain, account, Duration.ofDays(181));

        assertThat(session("nina@no-renewal.test").expect(403).problem()).isEqualTo("password-expired");
        assertThat(change(before, "a newer one").expect(403).problem()).isEqualTo("password-expired");
        service.patch("/api/v1/accounts/" + account, Map.of("password", "a newer one"))
                .expect(200);
        assertThat(stateOf(account)).isEqualTo("active");
        assertThat(plain("nina@no-renewal.test", "a newer one")).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("PWD-7")
    void theClockOfAnOldPasswordStartsWhenExpiryIsSwitchedOn() {
        String domain = service.domain("switched-on.test");
        String account = service.account("olaf@switched-on.test", PASSWORD);
        service.bean(JdbcClient.class)
                .sql("UPDATE credentials SET changed_at = changed_at - interval '400 days' WHERE account_id = ?")
                .param(UUID.fromString(account))
                .update();
        String policy = "/api/v1/domains/" + domain + "/password-policy";

        Reply on =
                service.patch(policy, Map.of("expiry", true, "maxAgeDays", 30)).expect(200);
        Reply longer = service.patch(policy, Map.of("maxAgeDays", 40)).expect(200);

        assertThat(stateOf(account)).isEqualTo("active");
        assertThat(longer.text("expirySince")).isEqualTo(on.text("expirySince"));
        assertThat(expiryOf(account))
                .isEqualTo(Instant.parse(on.text("expirySince")).plus(Duration.ofDays(40)));
        service.patch(policy, Map.of("expiry", false)).expect(200);
        assertThat(service.get("/api/v1/accounts/" + account)
                        .body()
                        .path("password")
                        .path("expiresAt")
                        .isNull())
                .isTrue();
    }

    @Test
    @Tag("PWD-7")
    @Tag("GUESS-2")
    void aPasswordExpiresWithItsLastMomentAndThatIsNoFailedLogin() {
        String domain = expiring("moment.test", Map.of("maxAgeDays", 1));
        String account = service.account("mona@moment.test", PASSWORD);
        age(domain, account, Duration.ofHours(23));
        assertThat(plain("mona@moment.test", PASSWORD)).isInstanceOf(Granted.class);

        age(domain, account, Duration.ofHours(24));

        service.publish(GuessingPolicy.DEFAULT);
        try {
            for (int i = 0; i <= GuessingPolicy.DEFAULT.lockAfter(); i++) {
                assertThat(plain("mona@moment.test", PASSWORD)).isEqualTo(new Refused(Reason.EXPIRED));
            }
        } finally {
            service.publish(AuthServiceFixture.NO_PROTECTION);
        }
    }

    @Test
    @Tag("ACC-4")
    void anAccountIsShownAsLockedAndAsDisabled() {
        service.domain("states.test");
        String account = service.account("lena@states.test", PASSWORD);
        service.publish(GuessingPolicy.DEFAULT);
        try {
            for (int i = 0; i < GuessingPolicy.DEFAULT.lockAfter(); i++) {
                plain("lena@states.test", "wrong password " + i);
            }
            assertThat(stateOf(account)).isEqualTo("locked");
            service.patch("/api/v1/accounts/" + account, Map.of("enabled", false))
                    .expect(200);
            assertThat(stateOf(account)).isEqualTo("disabled");
            service.patch("/api/v1/accounts/" + account, Map.of("enabled", true, "state", "active"))
                    .expect(200);
            service.create("/api/v1/accounts/" + account + "/unlock", Map.of()).expect(204);
        } finally {
            service.publish(AuthServiceFixture.NO_PROTECTION);
        }
        assertThat(stateOf(account)).isEqualTo("active");
    }

    private String expiring(String name, Map<String, Object> more) {
        String domain = service.domain(name);
        String policy = "/api/v1/domains/" + domain + "/password-policy";
        service.patch(policy, Map.of("expiry", true)).expect(200);
        service.patch(policy, more).expect(200);
        return domain;
    }

    /** Makes the password of an account that old, in a domain whose passwords have been expiring for longer. */
    private void age(String domain, String account, Duration age) {
        JdbcClient jdbc = service.bean(JdbcClient.class);
        jdbc.sql("UPDATE password_policies SET expiry_since = now() - interval '1000 days' WHERE domain_id = ?")
                .param(UUID.fromString(domain))
                .update();
        jdbc.sql("UPDATE credentials SET changed_at = now() - make_interval(hours => ?) WHERE account_id = ?")
                .params((int) age.toHours(), UUID.fromString(account))
                .update();
    }

    private String stateOf(String account) {
        return service.get("/api/v1/accounts/" + account).text("state");
    }

    private Instant expiryOf(String account) {
        return Instant.parse(service.get("/api/v1/accounts/" + account)
                .body()
                .path("password")
                .path("expiresAt")
                .asString());
    }

    private Reply session(String login) {
        return service.anonymous("POST", "/api/v1/sessions/login", login(login, PASSWORD));
    }

    private Reply change(String session, String replacement) {
        return service.as(session, "POST", "/api/v1/me/password", Map.of("current", PASSWORD, "new", replacement));
    }

    private AuthenticationReply plain(String name, String password) {
        byte[] message = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return service.ask(new AuthenticationRequest.Begin(
                UUID.randomUUID(),
                "PLAIN",
                "imap",
                AuthServiceFixture.CLIENT_ADDRESS,
                true,
                Map.of(),
                false,
                service.envelopes().seal(SaslMessage.of(message).toOctets())));
    }
}
