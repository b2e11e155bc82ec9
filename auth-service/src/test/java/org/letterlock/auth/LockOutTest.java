package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.guessing.KnownSources;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.SecurityPolicy.Mode;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOut.Affected;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whom changes would lock out (VAL-1 to VAL-5). */
class LockOutTest {
    private static final String DOMAIN = "stranded.test";
    private static final String PASSWORD = "a lonely secret 7";
    private static final String HOME = "198.51.100.90";
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final List<String> ALL_METHODS =
            List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN");
    private static final List<String> SERVICES = List.of("imap", "imaps", "smtp", "submission", "smtps");

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void prepare() {
        AuthServiceFixture service = AuthServiceFixture.running();
        service.domain(DOMAIN);
        create(service, "strong", Map.of());
        create(service, "sha", Map.of("passwordFormat", "SHA"));
        create(service, "cram", Map.of("legacySecrets", List.of("cram-md5")));
        create(service, "off", Map.of("enabled", false));
        create(service, "at-home", Map.of());
        KnownSources.add(service.bean(JdbcClient.class), service.bean(Sealer.class), name("at-home"), HOME);
        service.publish(Topics.POLICY_SECURITY, "security", policy(Mode.ENCRYPTED, ALL_METHODS));
    }

    @AfterAll
    static void restore() {
        AuthServiceFixture.running().publish(Topics.POLICY_SECURITY, "security", SecurityPolicy.DEFAULT);
    }

    @Test
    @Tag("VAL-1")
    @Tag("POL-10")
    @Tag("POL-11")
    void aPolicyWithoutPlainAndLoginLocksAccountsOutWhosePasswordsAreDigests() {
        LockOut lockOut = service.lockOut(RuleChange.of(policy(Mode.ENCRYPTED, List.of("SCRAM-SHA-256"))));

        assertThat(here(lockOut)).containsExactly(new Affected(name("sha"), "imap", Cause.DIGEST_ONLY, false));
        assertThat(lockOut.causes()).containsKey(Cause.DIGEST_ONLY);
        assertThat(lockOut.report()).isNotNull();
    }

    @Test
    @Tag("CRED-2")
    @Tag("POL-10")
    void accountsThatTakeTheFormatOfTheirDomainAreJudgedByIt() {
        String digests = service.domain("digests.test");
        service.domain("strongs.test");
        for (String domain : List.of("@digests.test", "@strongs.test")) {
            service.account("unsaid" + domain, PASSWORD);
            service.create(
                            "/api/v1/accounts",
                            Map.of("login", "own" + domain, "password", PASSWORD, "passwordFormat", "STRONG"))
                    .expect(201);
            service.create(
                            "/api/v1/accounts",
                            Map.of(
                                    "login",
                                    "asks" + domain,
                                    "password",
                                    PASSWORD,
                                    "legacySecrets",
                                    List.of("cram-md5")))
                    .expect(201);
        }
        service.patch("/api/v1/domains/" + digests, Map.of("passwordFormat", "SHA"))
                .expect(200);

        LockOut lockOut = service.lockOut(RuleChange.of(policy(Mode.ENCRYPTED, List.of("SCRAM-SHA-256"))));

        assertThat(in("@digests.test", lockOut))
                .containsExactly(new Affected("unsaid@digests.test", "imap", Cause.DIGEST_ONLY, false));
        assertThat(in("@strongs.test", lockOut)).isEmpty();
    }

    @Test
    @Tag("VAL-2")
    void accountsWithoutAUsableMethodAreLockedOutAndDisabledOnesAreNot() {
        LockOut lockOut = service.lockOut(RuleChange.of(policy(Mode.ENCRYPTED, List.of("CRAM-MD5"))));

        assertThat(here(lockOut))
                .extracting(Affected::account, Affected::cause)
                .contains(tuple(name("strong"), Cause.NO_USABLE_METHOD), tuple(name("sha"), Cause.DIGEST_ONLY))
                .doesNotContain(
                        tuple(name("cram"), Cause.NO_USABLE_METHOD), tuple(name("off"), Cause.NO_USABLE_METHOD));
    }

    @Test
    @Tag("VAL-1")
    void aChangeThatLeavesAWayInLocksNobodyOut() {
        LockOut lockOut = service.lockOut(RuleChange.of(new ServicePolicy("imaps", false, null, 0, 0)));

        assertThat(here(lockOut)).isEmpty();
        assertThat(service.lockOut(RuleChange.of(policy(Mode.NONE, ALL_METHODS)))
                        .harms())
                .isFalse();
    }

    @Test
    @Tag("VAL-1")
    void closingEveryServiceLocksEverybodyOut() {
        RuleChange change = closed(null);

        assertThat(here(service.lockOut(change)))
                .contains(new Affected(name("strong"), "imap", Cause.SERVICE_CLOSED, false));
    }

    @Test
    @Tag("VAL-2")
    @Tag("IPG-10")
    void addressRulesAreJudgedByWhereAnAccountHasLoggedInFrom() {
        IpGroupId office = service.ipGroup("office of the stranded", "203.0.113.90");

        assertThat(here(service.lockOut(closed(office))))
                .contains(new Affected(name("at-home"), "imap", Cause.ADDRESS_NOT_IN_GROUP, true));

        IpGroup withHome =
                new IpGroup(office, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Host(HOME), true, "")));
        RuleChange both = change(closed(office).services(), List.of(withHome));
        assertThat(here(service.lockOut(both)))
                .extracting(Affected::account)
                .doesNotContain(name("at-home"), name("strong"));
    }

    @Test
    @Tag("VAL-1")
    void anEmptyGroupAdmitsNobodyWhereverHeIs() {
        IpGroupId nobody = new IpGroupId(UUID.randomUUID());
        RuleChange change = change(closed(nobody).services(), List.of(new IpGroup(nobody, "nobody", List.of())));

        assertThat(here(service.lockOut(change)))
                .contains(new Affected(name("strong"), "imap", Cause.ADDRESS_NOT_IN_GROUP, false));
    }

    @Test
    @Tag("VAL-1")
    void anAccessPolicyThatDeniesEverythingLocksThoseOutWhoHaveIt() {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, "open", List.of()));
        create(service, "ruled", Map.of("accessPolicy", id.toString()));

        assertThat(here(service.lockOut(
                        RuleChange.of(new AccessPolicy(id, "open", List.of(rule("imap"), rule("smtp-submission")))))))
                .containsExactly(new Affected(name("ruled"), "imap", Cause.ACCESS_POLICY, false));
        assertThat(here(service.lockOut(RuleChange.of(new AccessPolicy(id, "open", List.of(rule("imap")))))))
                .isEmpty();
    }

    @Test
    @Tag("VAL-1")
    @Tag("APP-2")
    void appPasswordsAreTheWayInWhereTheOwnPasswordIsNone() {
        String domain = "@phones.test";
        service.domain("phones.test");
        IpGroupId office = service.ipGroup("office of the phones", "203.0.113.91");
        appPassword(account("reader" + domain), Map.of("services", List.of("imap")));
        appPassword(account("sender" + domain), Map.of("services", List.of("imap", "smtp")));
        appPassword(account("desk" + domain), Map.of("services", List.of("smtp"), "ipGroup", office.toString()));
        account("none" + domain);
        String enrolled = service.account("enrolled" + domain, PASSWORD);
        appPassword(enrolled, Map.of("services", List.of("imap")));
        service.enrol(service.anonymous(
                        "POST", "/api/v1/sessions/login", AuthServiceFixture.login("enrolled" + domain, PASSWORD))
                .text("token"));

        assertThat(in(domain, service.lockOut(change(disabled("imap", "imaps"), List.of()))))
                .containsExactly(
                        new Affected("enrolled" + domain, "imap", Cause.SERVICE_CLOSED, false),
                        new Affected("reader" + domain, "imap", Cause.SERVICE_CLOSED, false));
        assertThat(in(domain, service.lockOut(change(List.of(), List.of(new IpGroup(office, "office", List.of()))))))
                .containsExactly(new Affected("desk" + domain, "smtp-submission", Cause.NO_USABLE_METHOD, false));
        assertThat(in(domain, service.lockOut(RuleChange.of(policy(Mode.ENCRYPTED, List.of("SCRAM-SHA-256"))))))
                .extracting(Affected::account)
                .containsExactly("desk" + domain, "enrolled" + domain, "reader" + domain, "sender" + domain);
    }

    @Test
    @Tag("VAL-2")
    void theWholeListIsThereForAWhileAndForAuditors() {
        UUID report = service.lockOut(closed(null)).report();

        AuthServiceFixture.Reply first = service.get("/api/v1/lock-outs/" + report + "?limit=1&sort=account")
                .expect(200);
        assertThat(first.body().path("items")).hasSize(1);
        assertThat(first.body().path("items").path(0).path("reason").asString()).isEqualTo("service-closed");
        assertThat(first.body().path("total").asLong()).isGreaterThan(1);
        service.get("/api/v1/lock-outs/" + UUID.randomUUID()).expect(404);
    }

    @Test
    @Tag("VAL-2")
    void theSameConsequencesHaveTheSameDigest() {
        RuleChange change = RuleChange.of(policy(Mode.ENCRYPTED, List.of("SCRAM-SHA-256")));
        LockOut one = service.lockOut(change);

        assertThat(service.lockOut(change).digest()).isEqualTo(one.digest());
        create(service, "sha-too", Map.of("passwordFormat", "SHA"));
        assertThat(service.lockOut(change).digest()).isNotEqualTo(one.digest());
        service.bean(JdbcClient.class)
                .sql("DELETE FROM accounts WHERE login = ?")
                .param(name("sha-too"))
                .update();
    }

    @Test
    @Tag("VAL-1")
    @Tag("VAL-3")
    void givingAnAccountAPolicyThatDeniesEverythingHasToBeAccepted() {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, "closed", List.of(rule("imap"), rule("smtp-submission"))));
        String account = "/api/v1/accounts/" + create(service, "closed-in", Map.of());

        AuthServiceFixture.Reply refused = service.patch(account, Map.of("accessPolicy", id.toString()));

        assertThat(refused.problem()).isEqualTo("lock-out");
        assertThat(refused.body().path("affected").path(0).path("account").asString())
                .isEqualTo(name("closed-in"));
        assertThat(service.get(account).text("accessPolicy")).isNotEqualTo(id.toString());
        service.accepting("PATCH", account, Map.of("accessPolicy", id.toString()))
                .expect(200);
        assertThat(service.get(account).text("accessPolicy")).isEqualTo(id.toString());
        AuthServiceFixture.await(() -> service.changes().stream()
                .anyMatch(change -> "a test wants it".equals(change.reason())
                        && change.target().equals(account.substring("/api/v1".length()))));
    }

    @Test
    @Tag("VAL-2")
    void moreChangesAtOnceThanConnectionsAreAnsweredEach() throws Exception {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, "closed to many", List.of(rule("imap"), rule("smtp-submission"))));
        String account = "/api/v1/accounts/" + create(service, "wanted-by-many", Map.of());
        Callable<String> change = () ->
                service.patch(account, Map.of("accessPolicy", id.toString())).problem();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : clients.invokeAll(Collections.nCopies(24, change))) {
                assertThat(answer.get()).isEqualTo("lock-out");
            }
        }
    }

    @Test
    @Tag("VAL-1")
    void disablingAnAccountIsMeantAndAsksNothing() {
        String account = "/api/v1/accounts/" + create(service, "leaving", Map.of());

        service.patch(account, Map.of("enabled", false)).expect(200);
        service.patch(account, Map.of("enabled", true)).expect(200);
    }

    @Test
    @Tag("VAL-3")
    @Tag("ADM-1")
    void nobodyShutsHimselfOutOfTheConsole() {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(id, "no console", List.of(rule("admin"))));
        service.publish(Topics.POLICY_SERVICES, "admin", new ServicePolicy("admin", true, null, 0, 0));
        String chief = "/api/v1/accounts/" + create(service, "chief", Map.of("role", "FULL_ADMIN"));
        String token = service.anonymous(
                        "POST", "/api/v1/sessions/login", AuthServiceFixture.login(name("chief"), PASSWORD))
                .expect(200)
                .text("token");

        AuthServiceFixture.Reply refused = service.as(
                token,
                "PATCH",
                chief,
                Map.of("accessPolicy", id.toString()),
                "If-Match",
                service.get(chief).etag());

        assertThat(refused.problem()).isEqualTo("lock-out");
        assertThat(refused.body().path("cutsOffCaller").asBoolean()).isTrue();
        assertThat(refused.body().has("acceptToken")).isFalse();
    }

    @Test
    @Tag("VAL-5")
    void fiftyThousandAccountsAreJudgedWithinTwoSeconds() {
        int many = 50_000;
        UUID domain = UUID.fromString(service.domain("many.test"));
        addAccounts(domain, many);
        try {
            IpGroupId office = service.ipGroup("office of the many", "192.0.2.250");
            RuleChange change = closed(office);

            // The first one has every class to load, and every address to open.
            LockOut lockOut = service.lockOut(change);
            // The machine may be busy with other things for a while.
            Duration took = time(change);
            for (int again = 0; again < 2 && took.compareTo(LIMIT) >= 0; again++) {
                took = time(change);
            }

            assertThat(lockOut.count()).isGreaterThanOrEqualTo(many);
            assertThat(lockOut.affected()).hasSize(LockOut.MAX_SHOWN);
            assertThat(took).isLessThan(LIMIT);
        } finally {
            service.bean(JdbcClient.class)
                    .sql("DELETE FROM accounts WHERE domain_id = ?")
                    .param(domain)
                    .update();
        }
    }

    private Duration time(RuleChange change) {
        long begun = System.nanoTime();
        assertThat(service.lockOut(change).harms()).isTrue();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void addAccounts(UUID domain, int many) {
        JdbcClient jdbc = service.bean(JdbcClient.class);
        jdbc.sql("""
                        INSERT INTO accounts (id, domain_id, login, local_part, display_name, description, enabled,
                            may_log_in, may_change_password, must_change_password, role, own_domain_only, foreign_sender,
                            built_in, version, created_at, changed_at)
                        SELECT gen_random_uuid(), :domain, 'u' || n || '@many.test', 'u' || n, '', '', TRUE, TRUE, TRUE,
                            FALSE, 'USER', FALSE, FALSE, FALSE, 1, now(), now() FROM generate_series(1, :many) AS g (n)""").param("domain", domain).param("many", many).update();
        // As the server does by itself, a little later; and before the next rows, or each of them is looked for in the
        // whole table.
        jdbc.sql("ANALYZE accounts").update();
        jdbc.sql("INSERT INTO credentials (account_id, version, verifiers, changed_at)"
                        + " SELECT id, 1, '', now() FROM accounts WHERE domain_id = ?")
                .param(domain)
                .update();
        Map<String, String> addresses = new HashMap<>();
        for (int n = 1; n <= many; n++) {
            addresses.put("u" + n + "@many.test", "10.%d.%d.%d".formatted(n % 7, n / 256, n % 256));
        }
        jdbc.sql("ANALYZE credentials").update();
        KnownSources.addAll(service.bean(JdbcTemplate.class), service.bean(Sealer.class), addresses);
    }

    private static List<ServicePolicy> disabled(String... services) {
        return Stream.of(services)
                .map(id -> new ServicePolicy(id, false, null, 0, 0))
                .toList();
    }

    /** All services for one group only; for null, none for anybody. */
    private static RuleChange closed(@Nullable IpGroupId group) {
        return change(
                SERVICES.stream()
                        .map(id -> new ServicePolicy(id, group != null, group, 0, 0))
                        .toList(),
                List.of());
    }

    private static RuleChange change(List<ServicePolicy> services, List<IpGroup> groups) {
        return new RuleChange(null, services, groups, Set.of(), List.of(), List.of(), null);
    }

    private static List<Affected> here(LockOut lockOut) {
        return in("@" + DOMAIN, lockOut);
    }

    private static List<Affected> in(String domain, LockOut lockOut) {
        return lockOut.affected().stream()
                .filter(affected -> affected.account().endsWith(domain))
                .toList();
    }

    /** An account without a password. */
    private String account(String login) {
        return service.create("/api/v1/accounts", Map.of("login", login))
                .expect(201)
                .text("id");
    }

    private void appPassword(String account, Map<String, ?> members) {
        Map<String, Object> document = new HashMap<>(members);
        document.put("name", "phone");
        service.create("/api/v1/accounts/" + account + "/app-passwords", document)
                .expect(201);
    }

    private static AccessPolicy.Rule rule(String denied) {
        return new AccessPolicy.Rule(denied, AccessPolicy.Verdict.DENY, null);
    }

    private static SecurityPolicy policy(Mode mode, List<String> methods) {
        return new SecurityPolicy(mode, null, null, methods);
    }

    private static String name(String localPart) {
        return localPart + "@" + DOMAIN;
    }

    private static String create(AuthServiceFixture service, String name, Map<String, ?> members) {
        Map<String, Object> document = new HashMap<>(members);
        document.put("login", name(name));
        document.put("password", PASSWORD);
        return service.create("/api/v1/accounts", document).expect(201).text("id");
    }
}
