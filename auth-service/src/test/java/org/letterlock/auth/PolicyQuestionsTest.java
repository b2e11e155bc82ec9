package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.SecurityPolicy.Mode;

/** Questions about logins that nobody makes (AUTH-12). */
class PolicyQuestionsTest {
    private static final String PASSWORD = "a questioned secret 7";
    private static final List<String> ALL_METHODS =
            List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "DIGEST-MD5", "CRAM-MD5", "NTLM", "PLAIN", "LOGIN");

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void prepare() {
        AuthServiceFixture service = AuthServiceFixture.running();
        service.domain("asked.test");
        create(service, "strong@asked.test", Map.of());
        create(service, "sha@asked.test", Map.of("passwordFormat", "SHA"));
        create(service, "cram@asked.test", Map.of("legacySecrets", List.of("cram-md5")));
        create(service, "off@asked.test", Map.of("enabled", false));
        service.create("/api/v1/accounts", Map.of("login", "bare@asked.test")).expect(201);
        service.publish(
                Topics.POLICY_SECURITY, "security", new SecurityPolicy(Mode.ENCRYPTED, null, null, ALL_METHODS));
    }

    @AfterAll
    static void restore() {
        AuthServiceFixture.running().publish(Topics.POLICY_SECURITY, "security", SecurityPolicy.DEFAULT);
    }

    @Test
    @Tag("AUTH-12")
    @Tag("EXP-4")
    void theListAndWhatCanWorkForTheAccountAreTold() {
        AuthServiceFixture.Reply strong = explain("strong@asked.test", "imaps", "tls");
        AuthServiceFixture.Reply sha = explain("SHA@asked.test", "imaps", "tls");
        AuthServiceFixture.Reply cram = explain("cram@asked.test", "smtp", "clear");

        assertThat(strong.body().path("advertised").toString())
                .isEqualTo(
                        "[\"SCRAM-SHA-256-PLUS\",\"SCRAM-SHA-256\",\"DIGEST-MD5\",\"CRAM-MD5\",\"NTLM\",\"PLAIN\",\"LOGIN\"]");
        assertThat(strong.body().path("usable").toString())
                .isEqualTo("[\"SCRAM-SHA-256-PLUS\",\"SCRAM-SHA-256\",\"PLAIN\",\"LOGIN\"]");
        assertThat(strong.body().path("blockedBy").isNull()).isTrue();
        assertThat(sha.text("account")).isEqualTo("sha@asked.test");
        assertThat(sha.body().path("usable").toString()).isEqualTo("[\"PLAIN\",\"LOGIN\"]");
        assertThat(cram.body().path("usable").toString()).isEqualTo("[\"SCRAM-SHA-256\",\"CRAM-MD5\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "strong@asked.test, imap, clear, security-policy, R:tls",
        "strong@asked.test, nntps, tls, service, none",
        "sha@asked.test, smtp, clear, mechanism, R:cred",
        "nobody@asked.test, imaps, tls, account, R:cred",
        "bare@asked.test, imaps, tls, password, R:cred",
        "off@asked.test, imaps, tls, account-state, R:disabled"
    })
    @Tag("AUTH-12")
    void theFirstStepThatBlocksIsTold(String account, String door, String transport, String step, String reply) {
        AuthServiceFixture.Reply explained = explain(account, door, transport);

        assertThat(explained.body().path("blockedBy").path("step").asString()).isEqualTo(step);
        assertThat(explained.body().path("blockedBy").path("reply").asString()).isEqualTo(reply);
    }

    @Test
    @Tag("AUTH-12")
    void anAccountWithAppPasswordsOnlyIsNotBlockedForWantOfAPassword() {
        String id = service.create("/api/v1/accounts", Map.of("login", "opal@asked.test"))
                .expect(201)
                .text("id");
        service.create("/api/v1/accounts/" + id + "/app-passwords", Map.of("name", "x", "services", List.of("imap")))
                .expect(201);

        AuthServiceFixture.Reply imap = explain("opal@asked.test", "imaps", "tls");

        assertThat(imap.body().path("blockedBy").isNull()).isTrue();
        assertThat(imap.body().path("usable").toString()).isEqualTo("[\"PLAIN\",\"LOGIN\"]");
        assertThat(explain("opal@asked.test", "submission", "tls")
                        .body()
                        .path("blockedBy")
                        .path("step")
                        .asString())
                .isEqualTo("password");
    }

    @Test
    @Tag("AUTH-12")
    void aQuestionThatMakesNoSenseIsRefused() {
        assertThat(service.create("/api/v1/explain/login", Map.of("account", "a", "ip", "there", "service", "admin"))
                        .problem())
                .isEqualTo("validation");
    }

    private AuthServiceFixture.Reply explain(String account, String door, String transport) {
        return service.create(
                        "/api/v1/explain/login",
                        Map.of("account", account, "ip", "198.51.100.7", "service", door, "transport", transport))
                .expect(200);
    }

    private static void create(AuthServiceFixture service, String login, Map<String, ?> members) {
        Map<String, Object> document = new HashMap<>(members);
        document.put("login", login);
        document.put("password", PASSWORD);
        service.create("/api/v1/accounts", document).expect(201);
    }
}
