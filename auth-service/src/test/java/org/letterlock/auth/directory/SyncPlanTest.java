package org.letterlock.auth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.directory.SyncProblem.Code;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;

@Tag("DIR-6")
class SyncPlanTest {
    @Test
    void whoHasNoAccountGetsOne() {
        SyncPlan plan = plan(List.of(person("anna", "1")), List.of());

        assertThat(plan.creates()).containsExactly(person("anna", "1"));
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void anEntryThatSaysNothingNewChangesNothing() {
        SyncPlan plan = plan(List.of(person("anna", "1")), List.of(mapped("anna", "1")));

        assertThat(plan.creates()).isEmpty();
        assertThat(plan.updates()).isEmpty();
        assertThat(plan.disables()).isEmpty();
    }

    @Test
    void aNewDisplayNameIsTaken() {
        Person renamed = new Person("anna", "Anna B", key("1"));

        SyncPlan plan = plan(List.of(renamed), List.of(mapped("anna", "1")));

        assertThat(plan.updates())
                .singleElement()
                .extracting(SyncPlan.Update::person)
                .isEqualTo(renamed);
    }

    @Test
    void anAccountThatWasMappedByHandLearnsItsEntry() {
        DomainAccount byHand = new DomainAccount(id(), "anna", "anna", true, null, true, false);

        SyncPlan plan = plan(List.of(person("anna", "1")), List.of(byHand));

        assertThat(plan.updates())
                .singleElement()
                .extracting(SyncPlan.Update::account)
                .isEqualTo(byHand);
        assertThat(plan.disables()).isEmpty();
    }

    @Test
    void aLocalAccountOfTheSameNameIsLeftAlone() {
        DomainAccount local = new DomainAccount(id(), "anna", "Anna", false, null, true, false);

        SyncPlan plan = plan(List.of(person("anna", "1")), List.of(local));

        assertThat(plan.creates()).isEmpty();
        assertThat(codes(plan)).containsExactly(Code.LOCAL_ACCOUNT);
        assertThat(plan.disables()).isEmpty();
    }

    @Test
    void somebodyNewUnderAnOldNameDoesNotGetTheOldAccount() {
        SyncPlan plan = plan(List.of(person("anna", "2")), List.of(mapped("anna", "1")));

        assertThat(codes(plan)).containsExactly(Code.OTHER_ENTRY);
        assertThat(plan.updates()).isEmpty();
        assertThat(plan.disables()).extracting(DomainAccount::localPart).containsExactly("anna");
    }

    @Test
    void anEntryThatIsRenamedKeepsItsAccountUnderTheOldName() {
        SyncPlan plan = plan(List.of(person("anna-b", "1")), List.of(mapped("anna", "1")));

        assertThat(codes(plan)).containsExactly(Code.RENAMED);
        assertThat(plan.creates()).isEmpty();
        assertThat(plan.disables()).isEmpty();
    }

    @Test
    void twoEntriesOfOneNameAreBothPassedOverAndTheAccountStays() {
        SyncPlan plan = plan(List.of(person("anna", "1"), person("anna", "2")), List.of(mapped("anna", "1")));

        assertThat(codes(plan)).containsExactly(Code.SAME_LOGIN, Code.SAME_LOGIN);
        assertThat(plan.disables()).isEmpty();
        assertThat(plan.creates()).isEmpty();
    }

    @Test
    void twoEntriesOfOneIdAreBothPassedOver() {
        SyncPlan plan = plan(List.of(person("anna", "1"), person("otto", "1")), List.of());

        assertThat(codes(plan)).containsExactly(Code.SAME_ID, Code.SAME_ID);
        assertThat(plan.creates()).isEmpty();
    }

    @Test
    void anAddressOfAGroupIsNotTaken() {
        SyncPlan plan = SyncPlan.of(List.of(person("sales", "1")), List.of(), Set.of(), List.of(), Set.of("sales"));

        assertThat(codes(plan)).containsExactly(Code.NAME_IN_USE);
        assertThat(plan.creates()).isEmpty();
    }

    @Test
    void theAccountOfAnOddEntryIsLeftAsItIs() {
        SyncPlan plan = SyncPlan.of(
                List.of(),
                List.of(new SyncProblem(Code.NO_ID, "uid=anna")),
                Set.of("anna"),
                List.of(mapped("anna", "1")),
                Set.of());

        assertThat(plan.disables()).isEmpty();
    }

    @Test
    void whoIsBackIsEnabledAgainUnlessSomebodyElseHasDisabledTheAccount() {
        DomainAccount vanished = new DomainAccount(id(), "anna", "anna", true, key("1"), false, true);
        DomainAccount dismissed = new DomainAccount(id(), "otto", "otto", true, key("2"), false, false);

        SyncPlan plan = plan(List.of(person("anna", "1"), person("otto", "2")), List.of(vanished, dismissed));

        assertThat(plan.enables()).containsExactly(vanished);
    }

    @Test
    void localAccountsAreNeverDisabled() {
        DomainAccount local = new DomainAccount(id(), "anna", "Anna", false, null, true, false);

        SyncPlan plan = plan(List.of(), List.of(local));

        assertThat(plan.disables()).isEmpty();
        assertThat(plan.needsConfirmation(Set.of())).isFalse();
    }

    @Test
    void tenPercentMayVanishAndMoreMayNot() {
        assertThat(vanishing(20, 2).needsConfirmation(Set.of())).isFalse();
        assertThat(vanishing(20, 3).needsConfirmation(Set.of())).isTrue();
        assertThat(vanishing(9, 1).needsConfirmation(Set.of())).isTrue();
        assertThat(vanishing(10, 1).needsConfirmation(Set.of())).isFalse();
        assertThat(vanishing(1, 1).needsConfirmation(Set.of())).isTrue();
    }

    @Test
    void aConfirmationIsForThoseWhoWereNamedAndForNobodyElse() {
        SyncPlan plan = vanishing(20, 6);
        Set<AccountId> three = Set.copyOf(
                plan.disables().stream().map(DomainAccount::id).limit(3).toList());
        Set<AccountId> four = Set.copyOf(
                plan.disables().stream().map(DomainAccount::id).limit(4).toList());

        assertThat(plan.needsConfirmation(three)).isTrue();
        assertThat(plan.needsConfirmation(four)).isFalse();
    }

    private static SyncPlan vanishing(int accounts, int vanished) {
        List<DomainAccount> all = IntStream.range(0, accounts)
                .mapToObj(i -> mapped("u" + i, "k" + i))
                .toList();
        return plan(
                IntStream.range(vanished, accounts)
                        .mapToObj(i -> person("u" + i, "k" + i))
                        .toList(),
                all);
    }

    private static SyncPlan plan(List<Person> people, List<DomainAccount> accounts) {
        return SyncPlan.of(people, List.of(), Set.of(), accounts, Set.of());
    }

    private static List<Code> codes(SyncPlan plan) {
        return Stream.of(plan.problems())
                .flatMap(List::stream)
                .map(SyncProblem::code)
                .toList();
    }

    private static Person person(String name, String key) {
        return new Person(name, name, key(key));
    }

    private static DomainAccount mapped(String name, String key) {
        return new DomainAccount(id(), name, name, true, key(key), true, false);
    }

    private static Octets key(String key) {
        return Octets.wrap(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static AccountId id() {
        return new AccountId(UUID.randomUUID());
    }
}
