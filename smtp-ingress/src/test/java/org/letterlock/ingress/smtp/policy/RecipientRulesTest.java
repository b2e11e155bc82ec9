package org.letterlock.ingress.smtp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.ingress.smtp.FakeServices;
import org.letterlock.ingress.smtp.TestDirectory;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.session.MailTransaction.AcceptedRecipient;
import org.letterlock.smtp.session.RecipientRefusal;

class RecipientRulesTest {
    private static final Domain HOST = new Domain("mx.example.org");
    private static final IpAddress OFFICE = IpAddress.parse("192.0.2.10").require();
    private static final IpAddress ELSEWHERE = IpAddress.parse("203.0.113.10").require();
    private static final IpGroupId GROUP = new IpGroupId(new UUID(9, 9));
    private static final ForwardPath FOREIGN = new ForwardPath.To(TestDirectory.address("x@third.example"));

    private final AccessPolicies policies = new AccessPolicies(Set::of);

    @Test
    @Tag("RELAY-2")
    void whoHasLoggedInMayRelayUnlessSwitchedOff() {
        assertThat(judge(RelayPolicy.DEFAULT, ELSEWHERE, TestDirectory.ANNA)).isEmpty();
        assertThat(judge(RelayPolicy.DEFAULT, ELSEWHERE, null)).contains(new RecipientRefusal.NoRelay());
        RelayPolicy off = new RelayPolicy(RelayPolicy.Mode.RESTRICTED, false, null);
        assertThat(judge(off, ELSEWHERE, TestDirectory.ANNA)).contains(new RecipientRefusal.NoRelay());
    }

    @Test
    @Tag("RELAY-2")
    void membersOfTheRelayGroupMayRelayAsLongAsTheyAreMembers() {
        RelayPolicy rules = new RelayPolicy(RelayPolicy.Mode.RESTRICTED, true, GROUP);
        assertThat(judge(rules, OFFICE, null)).contains(new RecipientRefusal.NoRelay());

        policies.put(new IpGroup(
                GROUP, "office", List.of(new IpGroup.Entry(new IpGroup.Match.Host("192.0.2.10"), true, ""))));
        assertThat(judge(rules, OFFICE, null)).isEmpty();
        assertThat(judge(rules, ELSEWHERE, null)).contains(new RecipientRefusal.NoRelay());

        policies.removeGroup(GROUP);
        assertThat(judge(rules, OFFICE, null)).contains(new RecipientRefusal.NoRelay());
    }

    @Test
    @Tag("RELAY-1")
    void anOpenRelayRelays() {
        assertThat(judge(new RelayPolicy(RelayPolicy.Mode.OPEN, true, null), ELSEWHERE, null))
                .isEmpty();
    }

    @Test
    void aRecipientThatLeadsNowhereByNowMakesTheExpansionEmpty() {
        var directory = TestDirectory.directory();
        RecipientRules rules = new RecipientRules(directory, policies, () -> RelayPolicy.DEFAULT, names());
        var accepted = List.of(
                new AcceptedRecipient(
                        new ForwardPath.To(TestDirectory.address("anna@example.org")), RcptParameters.NONE),
                new AcceptedRecipient(
                        new ForwardPath.To(TestDirectory.address("ben@example.org")), RcptParameters.NONE));
        assertThat(rules.expand(accepted)).hasSize(2);

        directory.removeAccount(TestDirectory.BEN);

        assertThat(rules.expand(accepted)).isEmpty();
    }

    @Test
    @Tag("SMTP-2")
    void ourNamesAreForbiddenToOthersOnly() {
        OwnNames names = names();

        assertThat(names.forbiddenTo(ELSEWHERE))
                .containsExactlyInAnyOrder(
                        HOST, new Domain("[192.0.2.10]"), new Domain("example.org"), new Domain("example.net"));
        assertThat(names.forbiddenTo(OFFICE)).isEmpty();
        assertThat(names.postmasterDomain()).isEqualTo(new Domain("example.org"));
    }

    private Optional<RecipientRefusal> judge(RelayPolicy relay, IpAddress client, @Nullable AccountId account) {
        return new RecipientRules(TestDirectory.directory(), policies, () -> relay, names())
                .judge(new Submitter(UUID.randomUUID(), "smtp", client, account), FOREIGN);
    }

    private static OwnNames names() {
        return new OwnNames(
                HOST,
                Set.of(OFFICE),
                FakeServices.view((DomainRecord domain) -> domain.id().toString(), List.of(TestDirectory.domain())));
    }
}
