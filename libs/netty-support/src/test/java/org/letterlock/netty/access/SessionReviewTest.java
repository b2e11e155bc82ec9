package org.letterlock.netty.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicy.Rule;
import org.letterlock.contracts.access.AccessPolicy.Verdict;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.netty.session.SessionEnd;
import org.letterlock.netty.session.SessionFacts;
import org.letterlock.netty.session.SessionRegister;

class SessionReviewTest {
    private static final AccountId ANNA = new AccountId(new UUID(0, 1));
    private static final AccessPolicyId POLICY = new AccessPolicyId(new UUID(0, 2));
    private static final IpGroupId OFFICE = new IpGroupId(new UUID(0, 3));

    private final AccessPolicies policies = new AccessPolicies(Set::of);
    private final Map<AccountId, AccountRecord> accounts = new ConcurrentHashMap<>();
    private final Map<AccessPolicyId, AccessPolicy> accessPolicies = new ConcurrentHashMap<>();
    private final SessionRegister register = new SessionRegister(new UUID(0, 9), () -> 0, InstantSource.system());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SessionReview review = new SessionReview(
            register,
            policies,
            id -> Optional.ofNullable(accounts.get(id)),
            id -> Optional.ofNullable(accessPolicies.get(id)),
            timer);
    private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    @Tag("SESS-6")
    void aSessionGoesOnWhileNothingSpeaksAgainstIt() {
        account(true, true, POLICY, 3L);

        assertThat(review.judge(session("imaps"))).isEmpty();
        accessPolicies.put(POLICY, policy(new Rule("pop3", Verdict.DENY, null)));
        assertThat(review.judge(session("imaps"))).isEmpty();
        accounts.clear();
        assertThat(review.judge(session("imaps"))).isEmpty();
    }

    @Test
    @Tag("SESS-6")
    void theStateOfTheAccountDecides() {
        account(false, true, null, 3L);
        assertThat(review.judge(session("imaps"))).contains(SessionEnd.ACCOUNT_DISABLED);
        account(true, false, null, 3L);
        assertThat(review.judge(session("imaps"))).contains(SessionEnd.ACCOUNT_DISABLED);
    }

    @Test
    @Tag("SESS-6")
    @Tag("PWD-11")
    void onlySessionsOfAnOlderPasswordEnd() {
        account(true, true, null, 4L);
        assertThat(review.judge(session("imaps"))).contains(SessionEnd.PASSWORD_CHANGED);
        account(true, true, null, 3L);
        assertThat(review.judge(session("imaps"))).isEmpty();
        account(true, true, null, 2L); // the session has seen the change before the directory has
        assertThat(review.judge(session("imaps"))).isEmpty();
        account(true, true, null, null); // it has none any more
        assertThat(review.judge(session("imaps"))).contains(SessionEnd.PASSWORD_CHANGED);
    }

    @Test
    @Tag("ACP-6")
    void theAccessPolicyDecidesAndTwinsAreOne() {
        account(true, true, POLICY, 3L);
        accessPolicies.put(POLICY, policy(new Rule("imap", Verdict.DENY, null)));

        assertThat(review.judge(session("imap"))).contains(SessionEnd.ACCESS_POLICY);
        assertThat(review.judge(session("imaps"))).contains(SessionEnd.ACCESS_POLICY);
        assertThat(review.judge(session("submission"))).isEmpty();
    }

    @Test
    @Tag("IPG-13")
    void aChangedGroupEndsWhoIsNoMemberAnyMore() throws Exception {
        policies.onClientRulesChange(review::rulesChanged);
        account(true, true, POLICY, 3L);
        accessPolicies.put(POLICY, policy(new Rule("imap", Verdict.ALLOW_ONLY_FROM, OFFICE)));
        policies.put(group("192.0.2.7"));
        enter(session("imaps"));
        review.rulesChanged();
        assertThat(ends.poll(300, TimeUnit.MILLISECONDS)).isNull();

        policies.put(group("192.0.2.8"));

        assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(SessionEnd.ACCESS_POLICY);
    }

    @Test
    @Tag("IPG-13")
    @Tag("SVC-8")
    void aServiceThatIsClosedToAnAddressEndsItsSessions() throws Exception {
        policies.onServiceChange(_ -> review.rulesChanged());
        account(true, true, null, 3L);
        policies.put(group("192.0.2.8"));
        enter(session("imaps"));

        policies.put(new ServicePolicy("imaps", true, OFFICE, 0, 0));

        assertThat(ends.poll(5, TimeUnit.SECONDS)).isEqualTo(SessionEnd.ACCESS_POLICY);
    }

    @Test
    @Tag("SESS-6")
    void anAccountThatChangesOrGoesEndsItsOwnSessionsOnly() {
        account(true, true, null, 3L);
        enter(session("imaps"));

        review.accountChanged(new AccountId(new UUID(0, 77)));
        review.accountChanged(ANNA);
        assertThat(ends).isEmpty();
        account(false, true, null, 3L);
        review.accountChanged(ANNA);
        assertThat(ends).containsExactly(SessionEnd.ACCOUNT_DISABLED);
        review.accountRemoved(ANNA);
        assertThat(ends).contains(SessionEnd.ACCOUNT_REMOVED);
    }

    private void account(
            boolean enabled, boolean mayLogIn, @Nullable AccessPolicyId policy, @Nullable Long passwordVersion) {
        accounts.put(
                ANNA,
                new AccountRecord(
                        ANNA,
                        new DomainId(new UUID(0, 5)),
                        AddrSpec.parse("anna@example.org").require(),
                        List.of(),
                        "",
                        enabled,
                        mayLogIn,
                        Role.USER,
                        null,
                        false,
                        false,
                        policy,
                        passwordVersion));
    }

    private static AccessPolicy policy(Rule rule) {
        return new AccessPolicy(POLICY, "p", List.of(rule));
    }

    private static IpGroup group(String address) {
        return new IpGroup(OFFICE, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Host(address), true, "")));
    }

    private static SessionFacts session(String service) {
        return new SessionFacts(
                UUID.randomUUID(),
                service,
                IpAddress.parse("192.0.2.7").require(),
                Instant.now(),
                null,
                null,
                ANNA,
                "PLAIN",
                null,
                3L);
    }

    private void enter(SessionFacts session) {
        register.enter(session, new SessionRegister.Member() {
            @Override
            public Duration silence() {
                return Duration.ZERO;
            }

            @Override
            public String protocol() {
                return "IMAP4rev1";
            }

            @Override
            public @Nullable String client() {
                return null;
            }

            @Override
            public void end(SessionEnd why) {
                ends.add(why);
            }
        });
    }
}
