package org.letterlock.auth.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.auth.lockout.AccountClass.AppPassword;
import org.letterlock.auth.lockout.Simulation.Change;
import org.letterlock.auth.lockout.Simulation.Loss;
import org.letterlock.auth.lockout.Simulation.Verdict;
import org.letterlock.auth.login.LoginRules;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.sasl.StoredCredential;

/** What is judged once for many is what each would have been told (EXP-6): random rules, accounts and addresses. */
class SimulationTest {
    private static final List<IpGroupId> GROUPS =
            ids(3).stream().map(IpGroupId::new).toList();
    private static final List<AccessPolicyId> POLICIES =
            ids(3).stream().map(AccessPolicyId::new).toList();
    private static final List<String> METHODS = List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "CRAM-MD5", "PLAIN");
    private static final List<String> SERVICES = List.of("smtp", "submission", "imap", "imaps");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @Tag("EXP-6")
    @Tag("VAL-1")
    void eachAccountIsToldWhatAllOfItsKindAre(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            LoginRules before = rules(random);
            LoginRules after = rules(random);
            Simulation simulation = new Simulation(before, after, Set.copyOf(GROUPS), InstantSource.system());
            for (int i = 0; i < 10; i++) {
                compare(random, before, after, simulation, new Change(kind(random), kind(random)));
            }
        }
    }

    private static void compare(
            Random random, LoginRules before, LoginRules after, Simulation simulation, Change change) {
        WaysIn once = new WaysIn(before, InstantSource.system());
        WaysIn then = new WaysIn(after, InstantSource.system());
        Set<IpAddress> known = addresses(random, 1 + random.nextInt(3));
        boolean hadOne = known.stream()
                .anyMatch(from -> once.openDoor(change.before(), from).isPresent());
        boolean hasOne = known.stream()
                .anyMatch(from -> then.openDoor(change.after(), from).isPresent());
        Optional<Loss> loss = simulation.lossFrom(change, known);

        assertThat(loss.isPresent()).isEqualTo(hadOne && !hasOne);
        switch (simulation.judge(change)) {
            case Verdict.Unharmed() -> assertThat(loss).isEmpty();
            case Verdict.LockedOut(var _) ->
                assertThat(addresses(random, 50))
                        .noneMatch(from -> then.openDoor(change.after(), from).isPresent());
            case Verdict.DependsOnAddress() ->
                assertThat(simulation.everywhere())
                        .anyMatch(from -> then.openDoor(change.after(), from).isPresent());
        }
    }

    private static LoginRules rules(Random random) {
        Map<String, ServicePolicy> services = new HashMap<>();
        SERVICES.forEach(id -> services.put(
                id, new ServicePolicy(id, random.nextInt(4) > 0, random.nextBoolean() ? null : group(random), 0, 0)));
        Map<AccessPolicyId, AccessPolicy> policies = new HashMap<>();
        POLICIES.forEach(id -> policies.put(id, policy(random, id)));
        List<String> methods = new ArrayList<>(METHODS);
        methods.removeIf(_ -> random.nextBoolean());
        return new LoginRules(
                new SecurityPolicy(
                        SecurityPolicy.Mode.values()[random.nextInt(3)],
                        group(random),
                        group(random),
                        methods,
                        random.nextBoolean(),
                        random.nextBoolean()),
                services,
                IpGroups.of(GROUPS.stream().map(id -> group(random, id)).toList(), IpGroups.Surroundings.NONE),
                policies);
    }

    private static AccessPolicy policy(Random random, AccessPolicyId id) {
        List<AccessPolicy.Rule> rules = new ArrayList<>();
        for (String service : List.of("imap", "smtp-submission")) {
            AccessPolicy.Verdict verdict = AccessPolicy.Verdict.values()[random.nextInt(4)];
            rules.add(new AccessPolicy.Rule(service, verdict, verdict.needsGroup() ? group(random) : null));
        }
        return new AccessPolicy(id, "policy", rules);
    }

    private static IpGroup group(Random random, IpGroupId id) {
        List<IpGroup.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String first = "10.0." + random.nextInt(4) + ".0";
            entries.add(new IpGroup.Entry(new IpGroup.Match.Network(first, 24), true, ""));
        }
        return new IpGroup(id, "group", entries);
    }

    private static AccountClass kind(Random random) {
        boolean digestOnly = random.nextInt(4) == 0;
        Set<StoredCredential> credentials = new HashSet<>(Set.of(StoredCredential.PASSWORD));
        if (!digestOnly) {
            credentials.add(StoredCredential.SCRAM_SHA_256_KEYS);
        }
        return new AccountClass(
                !digestOnly && random.nextInt(4) == 0,
                credentials,
                digestOnly,
                random.nextBoolean() ? null : POLICIES.get(random.nextInt(POLICIES.size())),
                random.nextInt(4) == 0,
                random.nextBoolean()
                        ? Set.of()
                        : Set.of(new AppPassword(AccessService.IMAP, random.nextBoolean() ? null : group(random))));
    }

    private static IpGroupId group(Random random) {
        return GROUPS.get(random.nextInt(GROUPS.size()));
    }

    private static Set<IpAddress> addresses(Random random, int count) {
        Set<IpAddress> addresses = new HashSet<>();
        for (int i = 0; i < count; i++) {
            addresses.add(IpAddress.parse("10.0." + random.nextInt(6) + "." + random.nextInt(256))
                    .require());
        }
        return addresses;
    }

    private static List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(new UUID(0, i));
        }
        return ids;
    }
}
