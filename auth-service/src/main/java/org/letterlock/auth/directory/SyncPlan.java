package org.letterlock.auth.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;

/**
 * What a sync is to do (DIR-6): one way, from the entries to the accounts.
 *
 * @param creates people who have no account yet
 * @param updates accounts whose entry says something new, or is seen for the first time
 * @param enables accounts whose entry is back
 * @param disables accounts whose entry has vanished
 * @param mapped how many accounts that can be disabled there are
 */
record SyncPlan(
        List<Person> creates,
        List<Update> updates,
        List<DomainAccount> enables,
        List<DomainAccount> disables,
        List<SyncProblem> problems,
        int mapped) {
    private static final int PERCENT = 10;

    /** An account and what its entry says. */
    record Update(DomainAccount account, Person person) {}

    SyncPlan {
        creates = List.copyOf(creates);
        updates = List.copyOf(updates);
        enables = List.copyOf(enables);
        disables = List.copyOf(disables);
        problems = List.copyOf(problems);
    }

    /**
     * What follows from the entries.
     *
     * @param people what could be read
     * @param odd what could not
     * @param spared local-parts of odd entries: their accounts are left as they are
     * @param taken local-parts that are addresses of something else than an account of that name
     */
    static SyncPlan of(
            List<Person> people,
            List<SyncProblem> odd,
            Set<String> spared,
            List<DomainAccount> accounts,
            Set<String> taken) {
        Planning planning = new Planning(odd, accounts, taken);
        for (Person person : planning.unique(people)) {
            planning.place(person);
        }
        planning.spared.addAll(spared);
        return planning.plan();
    }

    /**
     * Whether it would disable more than 10 % of the accounts.
     *
     * @param confirmed whom somebody has agreed to disable
     */
    boolean needsConfirmation(Set<AccountId> confirmed) {
        long unconfirmed = disables.stream()
                .filter(account -> !confirmed.contains(account.id()))
                .count();
        return unconfirmed * 100 > (long) mapped * PERCENT;
    }

    private static final class Planning {
        private final List<Person> creates = new ArrayList<>();
        private final List<Update> updates = new ArrayList<>();
        private final List<DomainAccount> enables = new ArrayList<>();
        private final List<SyncProblem> problems;
        private final List<DomainAccount> accounts;
        private final Map<String, DomainAccount> byName = new HashMap<>();
        private final Map<Octets, DomainAccount> byKey = new HashMap<>();
        private final Set<String> taken;
        private final Set<String> spared = new HashSet<>();
        private final Set<AccountId> present = new HashSet<>();

        Planning(List<SyncProblem> odd, List<DomainAccount> accounts, Set<String> taken) {
            this.problems = new ArrayList<>(odd);
            this.accounts = accounts;
            this.taken = taken;
            for (DomainAccount account : accounts) {
                byName.put(account.localPart(), account);
                Octets key = account.key();
                if (account.mapped() && key != null) {
                    byKey.put(key, account);
                }
            }
        }

        // Entries that claim the same name or id are all left out: which one is meant is not for a machine to say.
        List<Person> unique(List<Person> people) {
            Map<String, List<Person>> names = new LinkedHashMap<>();
            Map<Octets, Integer> keys = new HashMap<>();
            for (Person person : people) {
                names.computeIfAbsent(person.localPart(), _ -> new ArrayList<>())
                        .add(person);
                keys.merge(person.key(), 1, Integer::sum);
            }
            List<Person> unique = new ArrayList<>();
            for (List<Person> claimants : names.values()) {
                for (Person person : claimants) {
                    if (claimants.size() > 1) {
                        leaveOut(SyncProblem.Code.SAME_LOGIN, person);
                    } else if (keys.getOrDefault(person.key(), 0) > 1) {
                        leaveOut(SyncProblem.Code.SAME_ID, person);
                    } else {
                        unique.add(person);
                    }
                }
            }
            return unique;
        }

        private void leaveOut(SyncProblem.Code code, Person person) {
            problems.add(new SyncProblem(code, person.localPart()));
            spared.add(person.localPart());
            DomainAccount account = byKey.get(person.key());
            if (account != null) {
                present.add(account.id());
            }
        }

        void place(Person person) {
            DomainAccount own = byKey.get(person.key());
            if (own != null) {
                present.add(own.id());
                if (own.localPart().equals(person.localPart())) {
                    match(own, person);
                } else {
                    problems.add(new SyncProblem(SyncProblem.Code.RENAMED, own.localPart()));
                }
                return;
            }
            DomainAccount namesake = byName.get(person.localPart());
            if (namesake == null) {
                if (taken.contains(person.localPart())) {
                    problems.add(new SyncProblem(SyncProblem.Code.NAME_IN_USE, person.localPart()));
                } else {
                    creates.add(person);
                }
            } else if (!namesake.mapped()) {
                problems.add(new SyncProblem(SyncProblem.Code.LOCAL_ACCOUNT, person.localPart()));
            } else if (namesake.key() == null) {
                present.add(namesake.id());
                match(namesake, person);
            } else {
                // Somebody new under an old name must not get the mail of the one before.
                problems.add(new SyncProblem(SyncProblem.Code.OTHER_ENTRY, person.localPart()));
            }
        }

        private void match(DomainAccount account, Person person) {
            if (!Objects.equals(person.key(), account.key())
                    || !person.displayName().equals(account.displayName())) {
                updates.add(new Update(account, person));
            }
            if (!account.enabled() && account.vanished()) {
                enables.add(account);
            }
        }

        SyncPlan plan() {
            List<DomainAccount> candidates = accounts.stream()
                    .filter(account -> account.mapped() && account.enabled())
                    .toList();
            List<DomainAccount> disables = candidates.stream()
                    .filter(account -> !present.contains(account.id()) && !spared.contains(account.localPart()))
                    .sorted(Comparator.comparing(DomainAccount::localPart))
                    .toList();
            return new SyncPlan(creates, updates, enables, disables, problems, candidates.size());
        }
    }
}
