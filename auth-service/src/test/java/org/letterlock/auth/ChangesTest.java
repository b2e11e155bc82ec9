package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.event.AuditEvent;

/** What the audit log is told of changes of the directory. */
class ChangesTest {
    private final AuthServiceFixture service = AuthServiceFixture.running();

    @Test
    @Tag("AUD-1")
    @Tag("AUD-2")
    @Tag("ROLE-3")
    @Tag("CFG-2")
    void everyWriteIsToldWithWhatItChangedAndWithoutSecrets() {
        service.domain("audited.test");
        Reply created = service.create(
                        "/api/v1/accounts",
                        Map.of("login", "anna@audited.test", "password", "purple-elephant-42-walks"))
                .expect(201);
        String account = "/api/v1/accounts/" + created.text("id");
        Reply changed = service.admin(
                        "PATCH",
                        account,
                        Map.of("role", "AUDITOR", "password", "green-giraffe-43-sleeps"),
                        "If-Match",
                        created.etag())
                .expect(200);
        Reply alias = service.create(
                        "/api/v1/aliases",
                        Map.of("address", "info@audited.test", "targets", List.of("anna@audited.test")))
                .expect(201);
        Reply group = service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "Team",
                                "addresses",
                                List.of("team@audited.test"),
                                "members",
                                List.of("anna@audited.test")))
                .expect(201);
        service.admin("DELETE", "/api/v1/groups/" + group.text("id"), "", "If-Match", group.etag())
                .expect(204);

        assertThat(header(changed)).isGreaterThan(header(created));
        AuditEvent role = told("role.granted", created);
        assertThat(role.before()).isEqualTo("{\"role\":\"USER\"}");
        assertThat(role.after()).isEqualTo("{\"role\":\"AUDITOR\"}");
        assertThat(role.actor().login()).isEqualTo("admin");
        assertThat(role.configVersion()).isEqualTo(header(changed));
        assertThat(told("account.created", created).after()).contains("anna@audited.test");
        assertThat(told("account.changed", created).after()).contains("AUDITOR").doesNotContain("anna@audited.test");
        assertThat(told("config.changed", alias).after()).contains("info@audited.test");
        AuthServiceFixture.await(() -> changesOf(group).anyMatch(event -> event.after() == null));
        assertThat(service.changes().toString()).doesNotContain("elephant", "giraffe");
    }

    @Test
    @Tag("AUD-7")
    void aChangeThatFailsIsNotTold() {
        service.domain("refused.test");
        service.create("/api/v1/accounts", Map.of("login", "once@refused.test")).expect(201);
        service.create("/api/v1/accounts", Map.of("login", "once@refused.test")).expect(409);
        Reply last = service.create("/api/v1/accounts", Map.of("login", "last@refused.test"))
                .expect(201);
        told("account.created", last);

        assertThat(service.changes().stream()
                        .filter(event -> String.valueOf(event.after()).contains("once@refused.test")))
                .hasSize(1);
    }

    @Test
    @Tag("AUD-1")
    @Tag("AUD-7")
    void whoeverMakesAndRevokesATokenOrAnAppPasswordIsTold() {
        service.domain("secrets.test");
        String owner = service.create("/api/v1/accounts", Map.of("login", "anna@secrets.test"))
                .expect(201)
                .text("id");
        Map<String, String> made =
                Map.of("/api/v1/tokens", "token", "/api/v1/accounts/" + owner + "/app-passwords", "app-password");

        made.forEach((path, kind) -> {
            Map<String, Object> wish = kind.equals("token")
                    ? Map.of("name", "told " + kind)
                    : Map.of("name", "told " + kind, "services", List.of("imap"));
            Reply created = service.create(path, wish).expect(201);
            service.delete(path + "/" + created.text("id")).expect(204);

            AuditEvent creation = told(kind + ".created", created);
            AuditEvent revocation = told(kind + ".revoked", created);
            assertThat(creation.actor().login()).isEqualTo("admin");
            assertThat("/api/v1" + creation.target()).isEqualTo(path + "/" + created.text("id"));
            assertThat(creation.before()).isNull();
            assertThat(creation.after()).contains("told " + kind);
            assertThat(revocation.before()).contains("told " + kind);
            assertThat(revocation.after()).isNull();
            String secret = created.text(kind.equals("token") ? "token" : "password");
            assertThat(service.changes().toString()).doesNotContain(secret);
        });
    }

    private AuditEvent told(String event, Reply resource) {
        AuthServiceFixture.await(
                () -> changesOf(resource).anyMatch(change -> change.event().equals(event)));
        return changesOf(resource)
                .filter(change -> change.event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private Stream<AuditEvent> changesOf(Reply resource) {
        return service.changes().stream().filter(change -> change.target().endsWith("/" + resource.text("id")));
    }

    private static long header(Reply reply) {
        return Long.parseLong(
                reply.raw().headers().firstValue("X-Config-Version").orElseThrow());
    }
}
