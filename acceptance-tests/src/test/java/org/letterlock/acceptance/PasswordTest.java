package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Store;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Passwords, from the policy that judges them to the mail that tells of a change. */
class PasswordTest {
    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final JakartaMail users = new JakartaMail(suite);
    private final Rest rest = suite.rest();

    @Test
    @Tag("PWD-5")
    @Tag("PWD-10")
    @Tag("PWD-11")
    void aChangedPasswordIsJudgedAndItsOwnerIsToldByMail() throws Exception {
        String login = "changed" + System.nanoTime() + "@" + suite.domain();
        String domain = "/api/v1/domains/" + rest.idOf("/api/v1/domains", "name", suite.domain());
        String first = generated(domain);
        String second = generated(domain);
        String account = "/api/v1/accounts/"
                + rest.create("/api/v1/accounts", "{\"login\":\"" + login + "\",\"password\":\"" + first + "\"}")
                        .path("id")
                        .asString();

        Rest.Answer weak = rest.send(
                "PATCH",
                account,
                "{\"password\":\"sunshine2026\"}",
                rest.get(account).etag().orElseThrow());
        rest.patch(account, "{\"password\":\"" + second + "\"}");

        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.body().path("type").asString()).endsWith(":password-policy");
        assertThatThrownBy(() -> open(login, first)).isInstanceOf(AuthenticationFailedException.class);
        try (Store store = open(login, second);
                Folder inbox = JakartaMail.opened(store, "INBOX")) {
            Message notice = JakartaMail.await(inbox, "Your password was changed");
            assertThat(notice.getFrom()[0].toString()).contains("postmaster@" + suite.domain());
            assertThat(notice.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(notice.getHeader("DKIM-Signature")).isNotEmpty();
            assertThat(notice.getContent().toString()).contains(login).doesNotContain(first, second);
            assertThat(inbox.getMessageCount()).isEqualTo(1);
        }
    }

    private String generated(String domain) {
        return rest.create(domain + "/generate-password", "{}").path("password").asString();
    }

    private Store open(String login, String password) throws Exception {
        Store store = users.session("PLAIN").getStore("imaps");
        store.connect("localhost", suite.port("IMAPS_PORT"), login, password);
        return store;
    }
}
