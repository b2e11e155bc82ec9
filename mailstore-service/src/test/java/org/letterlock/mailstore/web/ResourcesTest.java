package org.letterlock.mailstore.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.accepted;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.await;
import static org.letterlock.mailstore.MailstoreFixture.base;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.publish;
import static org.letterlock.mailstore.MailstoreFixture.remove;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;
import org.letterlock.service.web.Principal;

/** The resources for administrators. */
class ResourcesTest {
    private static HttpResponse<String> call(String method, String path, String body, AccountId as, Role role)
            throws Exception {
        return call(method, path, body, "", as, role, true);
    }

    private static HttpResponse<String> discard(String resource, String ifMatch) throws Exception {
        return call("DELETE", resource, "", ifMatch, new AccountId(UUID.randomUUID()), Role.FULL_ADMIN, true);
    }

    private static HttpResponse<String> call(
            String method, String path, String body, String ifMatch, AccountId as, Role role, boolean steppedUp)
            throws Exception {
        var principal = new Principal(
                as, "someone@example.org", role, UUID.randomUUID(), false, "192.0.2.7", null, false, steppedUp);
        String plainPath = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        HttpRequest request = HttpRequest.newBuilder(base().resolve(path))
                .header(
                        CallerSignature.HEADER,
                        bean(CallerSignature.class).sign(Caller.of(principal), method, plainPath))
                .header("Content-Type", "application/json")
                .header("If-Match", ifMatch)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> asAdministrator(String method, String path, String body) throws Exception {
        return call(method, path, body, new AccountId(UUID.randomUUID()), Role.FULL_ADMIN);
    }

    private static AcceptedMessage heldFor(AccountId nobody) {
        AcceptedMessage held = accepted(message("held", "x"), nobody);
        publish(held);
        await(() -> isHeld(nobody));
        return held;
    }

    private static boolean isHeld(AccountId account) {
        return jdbc().sql("SELECT count(*) FROM held WHERE account_id = ?")
                        .param(account.value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Test
    @Tag("ENC-12")
    void tellsHowMuchIsInAMailboxAndThatItWasShredded() throws Exception {
        AccountId anna = account();
        append(anna, "INBOX", message("a", "b"));

        HttpResponse<String> active = call("GET", "/api/v1/mailboxes/" + anna, "", anna, Role.USER);
        HttpResponse<String> foreign =
                call("GET", "/api/v1/mailboxes/" + anna, "", new AccountId(UUID.randomUUID()), Role.USER);
        remove(anna);
        await(() -> jdbc().sql("SELECT shredded_at IS NOT NULL FROM mailbox WHERE account_id = ?")
                .param(anna.value())
                .query(Boolean.class)
                .single());
        HttpResponse<String> shredded = asAdministrator("GET", "/api/v1/mailboxes/" + anna, "");

        assertThat(active.statusCode()).isEqualTo(200);
        assertThat(active.body()).contains("\"state\":\"active\"", "\"folders\":6", "\"messages\":1");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(shredded.body()).contains("\"state\":\"shredded\"");
        assertThat(asAdministrator("GET", "/api/v1/mailboxes/" + UUID.randomUUID(), "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("FLOW-3")
    @Tag("ADM-5")
    void heldMailIsListedAndCanBeDeliveredToSomebodyElse() throws Exception {
        AccountId nobody = new AccountId(UUID.randomUUID());
        AccountId ben = account();
        AcceptedMessage held = heldFor(nobody);
        String resource = "/api/v1/held-mail/" + held.queueId() + "/" + nobody;

        HttpResponse<String> list = asAdministrator("GET", "/api/v1/held-mail?limit=500", "");
        HttpResponse<String> unknown =
                asAdministrator("POST", resource + "/deliver", "{\"account\":\"" + UUID.randomUUID() + "\"}");
        HttpResponse<String> notSteppedUp = call(
                "POST",
                resource + "/deliver",
                "{\"account\":\"" + ben + "\"}",
                "",
                new AccountId(UUID.randomUUID()),
                Role.FULL_ADMIN,
                false);
        HttpResponse<String> delivered =
                asAdministrator("POST", resource + "/deliver", "{\"account\":\"" + ben + "\"}");
        HttpResponse<String> again = asAdministrator("POST", resource + "/deliver", "{\"account\":\"" + ben + "\"}");

        assertThat(list.body()).contains(held.queueId().toString());
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(notSteppedUp.body()).contains("step-up-required");
        assertThat(delivered.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(open(ben, "INBOX").uids().size()).isEqualTo(1);
        assertThat(isHeld(nobody)).isFalse();
    }

    @Test
    @Tag("FLOW-3")
    void onlyAFullAdministratorDiscardsHeldMail() throws Exception {
        AccountId nobody = new AccountId(UUID.randomUUID());
        AcceptedMessage held = heldFor(nobody);
        String resource = "/api/v1/held-mail/" + held.queueId() + "/" + nobody;

        assertThat(call("DELETE", resource, "", nobody, Role.AUDITOR).statusCode())
                .isEqualTo(403);
        assertThat(asAdministrator("DELETE", resource, "").statusCode()).isEqualTo(428);
        assertThat(isHeld(nobody)).isTrue();
        String tag = asAdministrator("GET", resource, "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(discard(resource, "\"of another version\"").statusCode()).isEqualTo(412);
        assertThat(discard(resource, tag).statusCode()).isEqualTo(204);
        assertThat(isHeld(nobody)).isFalse();
        assertThat(asAdministrator("DELETE", resource, "").statusCode()).isEqualTo(404);
    }
}
