package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;

/** Sessions of the console and the API as sessions among others. */
class WebSessionTest {
    private static final String PASSWORD = "words for the Console 1";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().domain("websession.test");
    }

    @Test
    @Tag("SESS-1")
    @Tag("SESS-2")
    void aWebSessionIsListedAndCanBeEnded() {
        AccountId account = AccountId.parse(service.account("seen@websession.test", PASSWORD));
        String one = session("seen@websession.test");
        String other = session("seen@websession.test");

        List<LiveSession> listed = report(new SessionSelection.OfAccount(account));
        assertThat(listed).hasSize(2).allSatisfy(session -> {
            assertThat(session.service()).isEqualTo("admin");
            assertThat(session.account()).isEqualTo(account);
            assertThat(session.mechanism()).isEqualTo("form");
        });

        TokenAccepted accepted = (TokenAccepted) service.checkToken(one);
        assertThat(end(new SessionSelection.One(accepted.token())))
                .extracting(LiveSession::id)
                .containsExactly(accepted.token());
        assertThat(service.checkToken(one)).isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(service.checkToken(other)).isInstanceOf(TokenAccepted.class);
        assertThat(report(new SessionSelection.OfAccount(account))).hasSize(1);

        assertThat(end(new SessionSelection.OfAccount(account))).hasSize(1);
        assertThat(service.checkToken(other)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("SESS-2")
    void whatIsNoSessionIsNotEnded() {
        AccountId account = AccountId.parse(service.account("tokens@websession.test", PASSWORD));
        String session = session("tokens@websession.test");
        String token = service.as(
                        session,
                        "POST",
                        "/api/v1/tokens",
                        Map.of("name", "script", "role", "USER", "expiresAt", "2027-01-01T00:00:00Z"))
                .expect(201)
                .text("token");

        assertThat(end(new SessionSelection.OfAccount(account))).hasSize(1);

        assertThat(service.checkToken(token)).isInstanceOf(TokenAccepted.class);
        assertThat(end(new SessionSelection.One(UUID.randomUUID()))).isEmpty();
    }

    @Test
    @Tag("SESS-6")
    @Tag("APP-1")
    void aRevokedAppPasswordEndsWhatItOpened() {
        service.account("apps@websession.test", PASSWORD);
        String session = session("apps@websession.test");
        AuthServiceFixture.Reply made = service.as(
                        session,
                        "POST",
                        "/api/v1/accounts/me/app-passwords",
                        Map.of("name", "phone", "services", List.of("imap")))
                .expect(201);
        String id = made.text("id");
        String path = "/api/v1/accounts/me/app-passwords/" + id;

        service.as(session, "DELETE", path, "", "If-Match", made.etag()).expect(204);

        await(() -> service.sessionCommands().stream()
                .anyMatch(command -> command instanceof SessionCommand.EndCredential(var _, UUID credential)
                        && credential.toString().equals(id)));
    }

    private String session(String login) {
        return service.anonymous("POST", "/api/v1/sessions/login", login(login, PASSWORD))
                .expect(200)
                .text("token");
    }

    private List<LiveSession> report(SessionSelection which) {
        return service.askForSessions(new SessionCommand.Report(UUID.randomUUID(), which));
    }

    private List<LiveSession> end(SessionSelection which) {
        return service.askForSessions(new SessionCommand.End(UUID.randomUUID(), which));
    }
}
