package org.letterlock.contracts.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.letterlock.contracts.access.AccessPolicy.Rule;
import org.letterlock.contracts.access.AccessPolicy.Verdict;

class AccessVerdictTest {
    private static final IpGroupId OFFICE = new IpGroupId(new UUID(0, 1));
    private static final IpGroupId EMPTY = new IpGroupId(new UUID(0, 2));
    private static final AccessPolicyId ID = new AccessPolicyId(new UUID(0, 3));
    private static final IpGroups GROUPS = IpGroups.of(
            List.of(
                    new IpGroup(
                            OFFICE,
                            "office",
                            List.of(new IpGroup.Entry(new IpGroup.Match.Network("192.0.2.0", 24), true, ""))),
                    new IpGroup(EMPTY, "empty", List.of())),
            IpGroups.Surroundings.NONE);

    @ParameterizedTest
    @EnumSource
    @Tag("ACP-1")
    void whoHasNoPolicyOrTheDefaultOneMayUseEverything(AccessService service) {
        assertThat(judge(null, null, service, "198.51.100.1")).isEqualTo(new AccessVerdict.Allowed());
        assertThat(judge(AccessPolicy.DEFAULT.id(), null, service, "198.51.100.1"))
                .isEqualTo(new AccessVerdict.Allowed());
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOW,,192.0.2.7,true",
        "ALLOW,,198.51.100.1,true",
        "DENY,,192.0.2.7,false",
        "DENY,,198.51.100.1,false",
        "ALLOW_ONLY_FROM,1,192.0.2.7,true",
        "ALLOW_ONLY_FROM,1,192.0.3.7,false",
        "ALLOW_ONLY_FROM,1,2001:db8::1,false",
        "ALLOW_ONLY_FROM,2,192.0.2.7,false",
        "ALLOW_ONLY_FROM,9,192.0.2.7,false",
        "DENY_FROM,1,192.0.2.7,false",
        "DENY_FROM,1,192.0.3.7,true",
        "DENY_FROM,2,192.0.2.7,true",
        "DENY_FROM,9,192.0.2.7,true"
    })
    @Tag("ACP-2")
    void aRuleSaysWhoMayUseItsServiceFromWhere(Verdict verdict, @Nullable Long group, String peer, boolean allowed) {
        Rule rule = new Rule("imap", verdict, group == null ? null : new IpGroupId(new UUID(0, group)));
        AccessPolicy policy = new AccessPolicy(ID, "p", List.of(rule));

        assertThat(judge(ID, policy, AccessService.IMAP, peer))
                .isEqualTo(allowed ? new AccessVerdict.Allowed() : new AccessVerdict.Denied(policy, rule));
    }

    @Test
    @Tag("ACP-2")
    void aServiceWithoutARuleIsAllowed() {
        AccessPolicy policy = new AccessPolicy(ID, "p", List.of(new Rule("imap", Verdict.DENY, null)));

        assertThat(judge(ID, policy, AccessService.SMTP_SUBMISSION, "192.0.2.7"))
                .isEqualTo(new AccessVerdict.Allowed());
    }

    @Test
    @Tag("SYS-4")
    void aPolicyThatHasNotArrivedDecidesNothing() {
        assertThat(judge(ID, null, AccessService.IMAP, "192.0.2.7")).isEqualTo(new AccessVerdict.Undecided(ID));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp,SMTP_SUBMISSION",
        "submission,SMTP_SUBMISSION",
        "smtps,SMTP_SUBMISSION",
        "imap,IMAP",
        "imaps,IMAP",
        "pop3s,POP3",
        "nntps,NNTP",
        "ldaps,LDAP",
        "https,PORTAL",
        "admin,ADMIN"
    })
    @Tag("ACP-3")
    void twinsShareOneName(String service, AccessService name) {
        assertThat(AccessService.ofPort(service)).contains(name);
        assertThat(AccessService.ofPort("http")).isEmpty();
    }

    private static AccessVerdict judge(
            @Nullable AccessPolicyId assigned, @Nullable AccessPolicy known, AccessService service, String peer) {
        return AccessVerdict.judge(
                assigned,
                id -> Optional.ofNullable(known).filter(policy -> policy.id().equals(id)),
                service,
                IpAddress.parse(peer).require(),
                GROUPS);
    }
}
