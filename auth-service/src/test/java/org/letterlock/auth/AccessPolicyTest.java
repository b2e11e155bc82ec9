package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicy.Rule;
import org.letterlock.contracts.access.AccessPolicy.Verdict;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.PolicyReleaseReply.InUse;
import org.letterlock.contracts.access.PolicyReleaseReply.Released;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;

class AccessPolicyTest {
    private static final String PASSWORD = "letters 4 the Postman";
    private static final UUID CONNECTION = UUID.fromString("01952f5e-7c00-7000-8000-0000000000ac");
    private static final IpGroupId OFFICE = new IpGroupId(UUID.fromString("01952f5e-7c00-7000-8000-00000000000f"));

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().domain("access.test");
        AuthServiceFixture.running()
                .publish(new IpGroup(
                        OFFICE,
                        "office",
                        List.of(new IpGroup.Entry(new IpGroup.Match.Network("192.0.2.0", 24), true, ""))));
    }

    @Test
    @Tag("ACP-1")
    void everyAccountHasExactlyOnePolicyTheDefaultOneUnlessSaidOtherwise() {
        String id = service.account("plain@access.test", PASSWORD);

        assertThat(service.get("/api/v1/accounts/" + id).text("accessPolicy"))
                .isEqualTo(AccessPolicy.DEFAULT.id().toString());
        AccessPolicyId policy = published("mine", new Rule("imap", Verdict.DENY, null));
        assign(id, policy).expect(200);
        assertThat(service.get("/api/v1/accounts/" + id).text("accessPolicy")).isEqualTo(policy.toString());
        await(() -> policy.equals(record(id).accessPolicy()));
        service.patch(
                        "/api/v1/accounts/" + id,
                        Map.of("accessPolicy", AccessPolicy.DEFAULT.id().value()))
                .expect(200);
        await(() -> record(id).accessPolicy() == null);
    }

    @Test
    @Tag("ACP-1")
    void aPolicyThatIsNotThereIsRefused() {
        String id = service.account("unknown@access.test", PASSWORD);

        Reply reply = assign(id, new AccessPolicyId(new UUID(0, 4711)));

        assertThat(reply.expect(422).body().toString()).contains("/accessPolicy", "unknown-access-policy");
        service.create("/api/v1/accounts", Map.of("login", "too@access.test", "accessPolicy", new UUID(0, 4711)))
                .expect(422);
    }

    @Test
    @Tag("ACP-4")
    void aDenialIsToldOnlyToWhoHasShownThePassword() {
        String id = service.account("denied@access.test", PASSWORD);
        assign(id, published("no imap", new Rule("imap", Verdict.DENY, null))).expect(200);

        assertThat(plain("imap", "denied@access.test", PASSWORD, "192.0.2.7"))
                .isEqualTo(new Refused(Reason.ACCESS_POLICY));
        assertThat(plain("imap", "denied@access.test", "wrong", "192.0.2.7"))
                .isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(plain("smtp-submission", "denied@access.test", PASSWORD, "192.0.2.7"))
                .isInstanceOf(Granted.class);
        await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("auth.failure")
                        && "access-policy".equals(event.details().get("reason"))
                        && event.details()
                                .getOrDefault("line", "")
                                .equals("IMAP: login of denied@access.test denied by access policy 'no imap',"
                                        + " rule imap:deny, peer 192.0.2.7")));
    }

    @Test
    @Tag("ACP-2")
    @Tag("ACP-4")
    void whereSomebodyIsDecides() {
        String id = service.account("field@access.test", PASSWORD);
        assign(id, published("office only", new Rule("imap", Verdict.ALLOW_ONLY_FROM, OFFICE)))
                .expect(200);

        assertThat(plain("imap", "field@access.test", PASSWORD, "192.0.2.7")).isInstanceOf(Granted.class);
        assertThat(plain("imap", "field@access.test", PASSWORD, "198.51.100.7"))
                .isEqualTo(new Refused(Reason.ACCESS_POLICY));
    }

    @Test
    @Tag("ACP-4")
    void theConsoleIsAServiceLikeAnyOther() {
        String id = service.account("console@access.test", PASSWORD);
        String token = service.anonymous("POST", "/api/v1/sessions/login", login("console@access.test", PASSWORD))
                .expect(200)
                .text("token");
        assertThat(service.checkToken(token)).isInstanceOf(TokenAccepted.class);

        assign(id, published("no console", new Rule("admin", Verdict.DENY, null)))
                .expect(200);

        assertThat(service.checkToken(token)).isEqualTo(new Refused(Reason.ACCESS_POLICY));
        assertThat(service.anonymous("POST", "/api/v1/sessions/login", login("console@access.test", PASSWORD))
                        .expect(403)
                        .problem())
                .isEqualTo("access-policy-denied");
    }

    @Test
    @Tag("ACP-5")
    @Tag("GUESS-2")
    void aDenialCountsAgainstNobody() {
        String id = service.account("often@access.test", PASSWORD);
        AccessPolicyId policy = published("never", new Rule("imap", Verdict.DENY, null));
        assign(id, policy).expect(200);
        service.publish(GuessingPolicy.DEFAULT);
        try {
            for (int i = 0; i < 12; i++) {
                assertThat(plain("imap", "often@access.test", PASSWORD, "198.51.100.99"))
                        .isEqualTo(new Refused(Reason.ACCESS_POLICY));
            }
        } finally {
            service.publish(AuthServiceFixture.NO_PROTECTION);
        }
    }

    @Test
    @Tag("SESS-6")
    void aLoginAndTheDirectorySayWhichPasswordItWas() {
        String id = service.account("versions@access.test", PASSWORD);
        long first = passwordVersion("versions@access.test", PASSWORD);
        await(() -> Long.valueOf(first).equals(record(id).passwordVersion()));

        String token = service.anonymous("POST", "/api/v1/sessions/login", login("versions@access.test", PASSWORD))
                .expect(200)
                .text("token");
        service.as(token, "POST", "/api/v1/me/password", Map.of("current", PASSWORD, "new", "Another 1 of those"))
                .expect(204);

        long second = passwordVersion("versions@access.test", "Another 1 of those");
        assertThat(second).isGreaterThan(first);
        await(() -> Long.valueOf(second).equals(record(id).passwordVersion()));
        service.patch("/api/v1/accounts/" + id, Map.of("password", "And 1 more of those"))
                .expect(200);
        await(() -> record(id).passwordVersion() != null && record(id).passwordVersion() > second);
    }

    @Test
    @Tag("ACP-7")
    void aPolicyThatGoesIsTakenFromItsAccountsAndGivenToNobody() {
        String one = service.account("one@access.test", PASSWORD);
        String two = service.account("two@access.test", PASSWORD);
        AccessPolicyId going = published("going", new Rule("imap", Verdict.DENY, null));
        AccessPolicyId staying = published("staying", new Rule("pop3", Verdict.DENY, null));
        assign(one, going).expect(200);
        assign(two, going).expect(200);

        assertThat(service.release(going, null)).isEqualTo(new InUse(2));
        assertThat(service.get("/api/v1/accounts/" + one).text("accessPolicy")).isEqualTo(going.toString());

        assertThat(service.release(new PolicyReleaseRequest(going, null, true))).isEqualTo(new InUse(2));
        assertThat(service.release(new PolicyReleaseRequest(going, staying, true)))
                .isEqualTo(new Released(2)); // and keeps nothing (VAL-4): they have it still
        assertThat(service.release(going, null)).isEqualTo(new InUse(2));

        assertThat(service.release(going, staying)).isEqualTo(new Released(2));
        await(() -> staying.equals(record(one).accessPolicy())
                && staying.equals(record(two).accessPolicy()));
        assertThat(service.release(going, null)).isEqualTo(new Released(0));
        assign(one, going).expect(422);
        assertThat(service.release(staying, AccessPolicy.DEFAULT.id())).isEqualTo(new Released(2));
        await(() -> record(one).accessPolicy() == null);
    }

    @Test
    @Tag("ACP-1")
    @Tag("DIR-5")
    void theBuiltInAdministratorKeepsTheDefaultPolicy() {
        String admin = service.get("/api/v1/accounts?login=admin")
                .body()
                .path("items")
                .path(0)
                .path("id")
                .asString();

        assign(admin, published("nothing", new Rule("admin", Verdict.DENY, null)))
                .expect(422);
    }

    private AccessPolicyId published(String name, Rule... rules) {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, name, List.of(rules)));
        return id;
    }

    private Reply assign(String account, AccessPolicyId policy) {
        return service.patch("/api/v1/accounts/" + account, Map.of("accessPolicy", policy.value()));
    }

    private AccountRecord record(String account) {
        AccountId id = AccountId.parse(account);
        await(() -> service.directory().findAccount(id).isPresent());
        return service.directory().findAccount(id).orElseThrow();
    }

    private long passwordVersion(String login, String password) {
        assertThat(plain("imap", login, password, "192.0.2.7"))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.passwordVersion()).isNotNull());
        return plain("imap", login, password, "192.0.2.7") instanceof Granted granted ? version(granted) : -1;
    }

    private static long version(Granted granted) {
        @Nullable Long version = granted.passwordVersion();
        return version == null ? -1 : version;
    }

    private AuthenticationReply plain(String protocol, String login, String password, String address) {
        return service.ask(new AuthenticationRequest.Begin(
                CONNECTION,
                "PLAIN",
                protocol,
                address,
                true,
                Map.of(),
                false,
                service.envelopes().seal(("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8))));
    }
}
