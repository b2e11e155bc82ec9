package org.letterlock.senderpolicy.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Alias;
import org.letterlock.contracts.directory.AddressRecord.Group;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckReply.Permitted;
import org.letterlock.contracts.senderpolicy.SenderCheckReply.Refused;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest.AtHeader;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest.AtMailFrom;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.senderpolicy.judgement.Delegations.Grant;
import org.letterlock.senderpolicy.judgement.Delegations.Mode;

class SenderJudgeTest {
    private static final DomainId EXAMPLE = new DomainId(new UUID(0, 1));
    private static final AccountId ANNA = new AccountId(new UUID(1, 1));
    private static final AccountId BEN = new AccountId(new UUID(1, 2));
    private static final AddressId TEAM = new AddressId(new UUID(2, 1));
    private static final IpGroupId PRINTERS = new IpGroupId(new UUID(4, 1));
    private static final String STRANGER = "192.0.2.7";
    private static final String PRINTER = "192.0.2.8";

    private final Directory directory = new Directory();
    private final List<Grant> grantedByBen = new ArrayList<>();
    private SenderPolicy policy = SenderPolicy.DEFAULT;
    private final SenderJudge judge = new SenderJudge(
            directory,
            principal -> principal.equals(BEN) ? List.copyOf(grantedByBen) : List.of(),
            () -> policy,
            (group, address) -> group.equals(PRINTERS) && address.equals(PRINTER));

    @BeforeEach
    void fill() {
        protectedDomain(true);
        directory.put(account(ANNA, "anna@example.org", true));
        directory.put(account(BEN, "ben@example.org", true));
        directory.put(new Group(
                TEAM, EXAMPLE, "team", List.of(address("team@example.org")), List.of(new Target.ToAccount(ANNA))));
        directory.put(new Alias(new AddressId(new UUID(3, 1)), EXAMPLE, "a.nna", List.of(new Target.ToAccount(ANNA))));
        directory.put(new Alias(new AddressId(new UUID(3, 2)), EXAMPLE, "wild*", List.of(new Target.ToAccount(ANNA))));
    }

    @Test
    @Tag("SPOOF-3")
    @Tag("SPOOF-14")
    void ownAddressesArePermittedInEverySpelling() {
        for (String own : List.of(
                "anna@example.org",
                "ANNA@example.org",
                "anna@example.net",
                "anna+x@example.org",
                "\"anna\"@example.org")) {
            assertThat(mailFrom(ANNA, own)).as(own).isEqualTo(new Permitted(null));
        }
    }

    @Test
    @Tag("SPOOF-3")
    void anExactAliasIsPermittedAWildcardIsNot() {
        assertThat(mailFrom(ANNA, "a.nna@example.net")).isEqualTo(new Permitted(null));
        assertThat(text(mailFrom(ANNA, "wild1@example.org")))
                .isEqualTo("Sender address wild1@example.org not permitted for authenticated user");
    }

    @Test
    @Tag("SPOOF-3")
    void aGroupsAddressIsForItsMembers() {
        assertThat(header(ANNA, "team@example.org")).isEqualTo(new Permitted(null));
        assertThat(text(header(BEN, "team@example.org")))
                .isEqualTo("From header address team@example.org not permitted for authenticated user");
    }

    @Test
    @Tag("SPOOF-7")
    void anotherAccountsAddressIsRefusedWithTheTextOfItsPlace() {
        assertThat(text(mailFrom(ANNA, "ben@example.org")))
                .isEqualTo("Sender address ben@example.org not permitted for authenticated user");
        assertThat(text(header(ANNA, "ben@example.org")))
                .isEqualTo("From header address ben@example.org not permitted for authenticated user");
        assertThat(text(judge.judge(new AtHeader(
                                ANNA, STRANGER, List.of(address("anna@example.org")), address("ben@example.org")))
                        .reply()))
                .isEqualTo("Sender header address ben@example.org not permitted for authenticated user");
    }

    @Test
    @Tag("SPOOF-4")
    void oneForeignFromAmongSeveralRefusesTheMessage() {
        assertThat(text(header(ANNA, "anna@example.org", "ben@example.org"))).contains("ben@example.org");
    }

    @Test
    @Tag("SPOOF-6")
    void withoutLoginALocalSenderIsRefused() {
        assertThat(text(mailFrom(null, "anna@example.org")))
                .isEqualTo("Authentication required to send from anna@example.org");
        assertThat(text(header(null, "nobody@example.net")))
                .isEqualTo("Authentication required: From address nobody@example.net belongs to a local domain");
        assertThat(mailFrom(null, "x@elsewhere.test")).isEqualTo(new Permitted(null));
    }

    @Test
    @Tag("SPOOF-1")
    @Tag("SPOOF-21")
    void bothSwitchesProtectAndRequireLocalAuthStandsAlone() {
        policy = new SenderPolicy(false, false, false, null, false);
        assertThat(mailFrom(null, "anna@example.org")).isEqualTo(new Permitted(null));
        assertThat(mailFrom(ANNA, "ben@example.org")).isEqualTo(new Permitted(null));

        policy = SenderPolicy.DEFAULT;
        protectedDomain(false);
        assertThat(mailFrom(null, "anna@example.org")).isEqualTo(new Permitted(null));

        policy = new SenderPolicy(true, true, false, null, false);
        assertThat(mailFrom(null, "anna@example.org")).isInstanceOf(Refused.class);
        assertThat(mailFrom(ANNA, "ben@example.org")).isEqualTo(new Permitted(null));
    }

    @Test
    @Tag("SPOOF-9")
    void aForeignAddressIsRefusedToALoggedInSenderUnlessAllowed() {
        assertThat(text(mailFrom(ANNA, "x@elsewhere.test")))
                .isEqualTo("Sender address x@elsewhere.test not permitted for authenticated user");
        policy = new SenderPolicy(true, false, true, null, false);
        assertThat(mailFrom(ANNA, "x@elsewhere.test")).isEqualTo(new Permitted(null));
    }

    @Test
    @Tag("SPOOF-10")
    void theNullReversePathIsPermitted() {
        assertThat(judge.judge(new AtMailFrom(ANNA, STRANGER, new ReversePath.Null()))
                        .reply())
                .isEqualTo(new Permitted(null));
    }

    @Test
    @Tag("SPOOF-11")
    void aTrustedPeerNeedsNoLogin() {
        policy = new SenderPolicy(true, false, false, PRINTERS, false);

        assertThat(judge.judge(new AtMailFrom(null, PRINTER, path("anna@example.org")))
                        .reply())
                .isEqualTo(new Permitted(null));
        assertThat(mailFrom(null, "anna@example.org")).isInstanceOf(Refused.class);
    }

    @Test
    @Tag("SPOOF-18")
    void aDisabledAccountHasNoPermittedAddress() {
        directory.put(account(ANNA, "anna@example.org", false));

        assertThat(text(mailFrom(ANNA, "anna@example.org")))
                .isEqualTo("Sender address anna@example.org not permitted for authenticated user");
    }

    @Test
    @Tag("DELEG-2")
    void onBehalfSetsTheSenderFieldAndSendAsDoesNot() {
        grantedByBen.add(new Grant(new Delegate.ToAccount(ANNA), Mode.ON_BEHALF));
        assertThat(header(ANNA, "ben@example.org")).isEqualTo(new Permitted(address("anna@example.org")));

        grantedByBen.add(new Grant(new Delegate.ToGroup(TEAM), Mode.SEND_AS));
        assertThat(header(ANNA, "ben@example.org")).isEqualTo(new Permitted(null));

        grantedByBen.clear();
        assertThat(header(ANNA, "ben@example.org")).isInstanceOf(Refused.class);
    }

    @Test
    @Tag("DELEG-2")
    void aGroupsAddressGetsASenderFieldOnlyWhereThatIsWanted() {
        policy = new SenderPolicy(true, false, false, null, true);

        assertThat(header(ANNA, "team@example.org")).isEqualTo(new Permitted(address("anna@example.org")));
        assertThat(header(ANNA, "anna@example.org")).isEqualTo(new Permitted(null));
    }

    private SenderCheckReply mailFrom(@Nullable AccountId account, String address) {
        return judge.judge(new AtMailFrom(account, STRANGER, path(address))).reply();
    }

    private SenderCheckReply header(@Nullable AccountId account, String... from) {
        return judge.judge(new AtHeader(
                        account,
                        STRANGER,
                        List.of(from).stream().map(SenderJudgeTest::address).toList(),
                        null))
                .reply();
    }

    private static String text(SenderCheckReply reply) {
        assertThat(reply).isInstanceOf(Refused.class);
        return ((Refused) reply).reply();
    }

    private void protectedDomain(boolean checkSpoofedSender) {
        directory.put(new DomainRecord(
                EXAMPLE, new Domain("example.org"), List.of(new Domain("example.net")), true, "+", checkSpoofedSender));
    }

    private static AccountRecord account(AccountId id, String address, boolean enabled) {
        return new AccountRecord(
                id, EXAMPLE, address(address), List.of(), "", enabled, true, Role.USER, null, false, false);
    }

    private static ReversePath path(String address) {
        return new ReversePath.To(address(address));
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }
}
