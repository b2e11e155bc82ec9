package org.letterlock.contracts.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AddressRecord.Alias;
import org.letterlock.contracts.directory.AddressRecord.Group;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

class DirectoryTest {
    private static final DomainId EXAMPLE = new DomainId(new UUID(0, 1));
    private static final AccountId ANNA = new AccountId(new UUID(1, 1));
    private static final AccountId BEN = new AccountId(new UUID(1, 2));

    private final Directory directory = new Directory();

    @BeforeEach
    void fill() {
        directory.put(domain("example.org", "example.net"));
        directory.put(account(ANNA, "anna@example.org", true, Role.USER));
        directory.put(account(BEN, "ben@example.org", true, Role.DOMAIN_ADMIN));
    }

    @Test
    @Tag("ACC-1")
    @Tag("ACC-2")
    void anAccountIsReachedInAnyCaseInEveryNameOfItsDomainAndWithATag() {
        for (String address : List.of(
                "anna@example.org",
                "ANNA@example.org",
                "anna@example.net",
                "anna+lists@example.org",
                "\"anna\"@example.org")) {
            assertThat(resolve(address)).as(address).isEqualTo(deliverable(mailbox(ANNA)));
        }
    }

    @Test
    @Tag("SPOOF-15")
    void aChangeIsNeverSeenHalfDone() {
        AddressId everybody = group(1, "everybody@example.org", new Target.ToAccount(ANNA));
        AtomicBoolean changing = new AtomicBoolean(true);
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                directory.put(domain("example.org", i % 2 == 0 ? "example.net" : "example.com"));
                group(1, "everybody@example.org", new Target.ToAccount(i % 2 == 0 ? ANNA : BEN));
            }
            changing.set(false);
        });

        while (changing.get() && !changes.isDone()) {
            assertThat(directory.findDomain(new Domain("example.org"))).isPresent();
            assertThat(directory.groupOf(address("everybody@example.org")).map(Group::id))
                    .contains(everybody);
        }

        assertThat(changes).succeedsWithin(Duration.ofSeconds(20));
        assertThat(directory.findDomain(new Domain("example.com"))).isPresent();
        assertThat(directory.findDomain(new Domain("example.net"))).isEmpty();
    }

    @Test
    void aForeignDomainAnUnknownNameAndADisabledAccountAreDifferentThings() {
        directory.put(account(ANNA, "anna@example.org", false, Role.USER));

        assertThat(resolve("anna@elsewhere.test")).isEqualTo(new Resolution.Foreign());
        assertThat(resolve("nobody@example.org")).isEqualTo(new Resolution.Unknown());
        assertThat(resolve("anna@example.org")).isEqualTo(new Resolution.Disabled());
    }

    @Test
    @Tag("ACC-6")
    void aGroupIsExpandedOnceAndWithoutDuplicates() {
        AddressId inner = group(1, "inner@example.org", new Target.ToAccount(ANNA), new Target.ToAccount(BEN));
        group(2, "outer@example.org", new Target.ToGroup(inner), new Target.ToAccount(ANNA), to("x@elsewhere.test"));

        assertThat(resolve("outer@example.org"))
                .isEqualTo(
                        deliverable(mailbox(ANNA), mailbox(BEN), new Destination.Remote(address("x@elsewhere.test"))));
    }

    @Test
    @Tag("ACC-7")
    void exactBeatsWildcardAndLongerBeatsShorter() {
        alias(1, "*", to("catch-all@elsewhere.test"));
        alias(2, "sales*", new Target.ToAccount(ANNA));
        alias(3, "sales-eu*", new Target.ToAccount(BEN));
        alias(4, "sales", to("exact@elsewhere.test"));

        assertThat(resolve("sales@example.org")).isEqualTo(remote("exact@elsewhere.test"));
        assertThat(resolve("sales-eu-1@example.org")).isEqualTo(deliverable(mailbox(BEN)));
        assertThat(resolve("sales-us@example.org")).isEqualTo(deliverable(mailbox(ANNA)));
        assertThat(resolve("other@example.org")).isEqualTo(remote("catch-all@elsewhere.test"));
    }

    @Test
    @Tag("ACC-7")
    void aLoopOfAliasesEndsAndLeadsNowhere() {
        alias(1, "a", to("b@example.org"));
        alias(2, "b", to("a@example.org"));

        assertThat(resolve("a@example.org")).isEqualTo(new Resolution.Unknown());
    }

    @Test
    @Tag("ACC-7")
    void aChainIsFollowedForSixteenHopsAndNoFurther() {
        IntStream.range(0, 20).forEach(i -> alias(100 + i, "hop" + i, to("hop" + (i + 1) + "@example.org")));
        alias(200, "hop20", new Target.ToAccount(ANNA));

        assertThat(resolve("hop4@example.org")).isEqualTo(deliverable(mailbox(ANNA)));
        assertThat(resolve("hop3@example.org")).isEqualTo(new Resolution.Unknown());
    }

    @Test
    @Tag("ACC-9")
    void postmasterAndAbuseReachTheDomainsAdministratorsUnlessSomebodyHasThatAddress() {
        assertThat(resolve("Postmaster@example.net")).isEqualTo(deliverable(mailbox(BEN)));
        assertThat(resolve("abuse@example.org")).isEqualTo(deliverable(mailbox(BEN)));

        alias(1, "abuse", new Target.ToAccount(ANNA));

        assertThat(resolve("abuse@example.org")).isEqualTo(deliverable(mailbox(ANNA)));
    }

    @Test
    void whatWasRemovedIsNotFoundAnyMore() {
        AddressId team = group(1, "team@example.org", new Target.ToAccount(ANNA));
        alias(2, "info", new Target.ToAccount(ANNA));

        directory.removeAddress(team);
        directory.removeAddress(new AddressId(new UUID(3, 2)));
        directory.removeAccount(BEN);

        assertThat(resolve("team@example.org")).isEqualTo(new Resolution.Unknown());
        assertThat(resolve("info@example.org")).isEqualTo(new Resolution.Unknown());
        assertThat(resolve("ben@example.org")).isEqualTo(new Resolution.Unknown());
    }

    @Test
    void aChangedAccountLosesItsOldExtraAddress() {
        directory.put(accountWith(ANNA, "anna@example.org", "maiden@example.org"));
        directory.put(account(ANNA, "anna@example.org", true, Role.USER));

        assertThat(resolve("maiden@example.org")).isEqualTo(new Resolution.Unknown());
        assertThat(resolve("anna@example.org")).isEqualTo(deliverable(mailbox(ANNA)));
    }

    @Test
    void membershipIsNestedAndSurvivesCycles() {
        AddressId a = new AddressId(new UUID(2, 1));
        AddressId b = group(2, "b@example.org", new Target.ToGroup(a), new Target.ToAccount(ANNA));
        group(1, "a@example.org", new Target.ToGroup(b));

        Group outer = directory.findGroup(a).orElseThrow();

        assertThat(directory.isMember(ANNA, outer)).isTrue();
        assertThat(directory.isMember(BEN, outer)).isFalse();
    }

    private Resolution resolve(String address) {
        return directory.resolve(address(address));
    }

    private AddressId group(long id, String address, Target... members) {
        AddressId groupId = new AddressId(new UUID(2, id));
        directory.put(new Group(groupId, EXAMPLE, address, List.of(address(address)), List.of(members)));
        return groupId;
    }

    private void alias(long id, String pattern, Target... targets) {
        directory.put(new Alias(new AddressId(new UUID(3, id)), EXAMPLE, pattern, List.of(targets)));
    }

    private static Target to(String address) {
        return new Target.ToAddress(address(address));
    }

    private static Destination mailbox(AccountId account) {
        return new Destination.LocalMailbox(account);
    }

    private static Resolution remote(String address) {
        return deliverable(new Destination.Remote(address(address)));
    }

    private static Resolution deliverable(Destination... destinations) {
        return new Resolution.Deliverable(Set.of(destinations));
    }

    private static AddrSpec address(String text) {
        return AddrSpec.parse(text).require();
    }

    private static DomainRecord domain(String name, String... aliases) {
        return new DomainRecord(
                EXAMPLE,
                new Domain(name),
                List.of(aliases).stream().map(Domain::new).toList(),
                true,
                "+",
                true);
    }

    private static AccountRecord account(AccountId id, String address, boolean enabled, Role role) {
        return new AccountRecord(id, EXAMPLE, address(address), List.of(), "", enabled, true, role, null, false, false);
    }

    private static AccountRecord accountWith(AccountId id, String address, String extra) {
        return new AccountRecord(
                id, EXAMPLE, address(address), List.of(address(extra)), "", true, true, Role.USER, null, false, false);
    }
}
