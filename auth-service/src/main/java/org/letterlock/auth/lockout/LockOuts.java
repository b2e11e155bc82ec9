package org.letterlock.auth.lockout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.letterlock.auth.directory.LockOutGuard;
import org.letterlock.auth.factorpolicy.DomainGuard;
import org.letterlock.auth.guessing.KnownAddresses;
import org.letterlock.auth.lockout.AccountClass.AppPassword;
import org.letterlock.auth.lockout.JdbcStandings.CallerStanding;
import org.letterlock.auth.lockout.JdbcStandings.Standing;
import org.letterlock.auth.lockout.LockOutReports.Entry;
import org.letterlock.auth.lockout.Simulation.Change;
import org.letterlock.auth.lockout.Simulation.Loss;
import org.letterlock.auth.lockout.Simulation.Verdict;
import org.letterlock.auth.login.LoginRules;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOut.Affected;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.lockout.LockOutRequest.Caller;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.lockout.LockOutTurn;
import org.letterlock.service.sealing.Sha256;
import org.letterlock.service.web.Principal;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Finds out whom a change would lock out: of the rules, which others own, or of accounts, which are here. Each kind of account
 * is judged once; accounts are looked at one by one only where their addresses decide. Safe for use by any thread; callers
 * block.
 */
public final class LockOuts implements LockOutGuard, DomainGuard {
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1").require();

    /** Where all services close at once, the first of them is named. */
    private static final String ANY_SERVICE = "imap";

    private final JdbcStandings standings;
    private final KnownAddresses addresses;
    private final LockOutReports reports;
    private final LockOutTurn turn;
    private final LockOutAcceptance acceptance;
    private final Supplier<LoginRules> rules;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    // Who waits in the database for his turn holds a connection, and whose turn it is may need a second one.
    private final ReentrantLock here = new ReentrantLock(true);

    LockOuts(
            JdbcStandings standings,
            KnownAddresses addresses,
            LockOutReports reports,
            LockOutTurn turn,
            LockOutAcceptance acceptance,
            Supplier<LoginRules> rules,
            TransactionOperations transactions,
            InstantSource clock) {
        this.standings = standings;
        this.addresses = addresses;
        this.reports = reports;
        this.turn = turn;
        this.acceptance = acceptance;
        this.rules = rules;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whom a change of the rules would lock out. */
    public LockOut simulate(LockOutRequest request) {
        RuleChange change = request.change();
        LoginRules before = rules.get();
        Map<AccountClass, Long> kinds = standings.kinds(clock.instant());
        LoginRules after = before.with(change);
        Simulation simulation = new Simulation(before, after, groupsOf(kinds.keySet()), clock);
        UnaryOperator<AccountClass> reassigned = kind -> reassigned(kind, change);
        List<Entry> affected = affected(simulation, kinds.keySet(), reassigned);
        Caller caller = request.caller();
        boolean cutsOffCaller = caller != null
                && standings
                        .caller(caller.account(), caller.token())
                        .filter(standing ->
                                losesAdministration(simulation, caller, changed(standing.kind(), reassigned))
                                        || losesToken(before, after, caller, standing))
                        .isPresent();
        return lockOut(affected, cutsOffCaller, cutsOffAdministrators(simulation, reassigned));
    }

    /**
     * Changes accounts in one transaction, one change after the other; afterwards it is as if nothing had happened where
     * somebody would be locked out and the caller has not accepted it. That an account is disabled or deleted is not what is
     * meant by that.
     *
     * @param accounts those whose ways in may change
     * @param what the change as somebody has written it, for the token by which he accepts it
     */
    @Override
    public <T> T guard(Principal principal, Collection<AccountId> accounts, String what, Supplier<T> work) {
        return guardThose(principal, () -> accounts, what, work);
    }

    @Override
    public <T> T guardDomain(Principal principal, DomainId domain, String what, Supplier<T> work) {
        return guardThose(principal, () -> standings.idsIn(domain), what, work);
    }

    /**
     * As {@link #guard}, where it takes the turn to know whose ways in may change.
     *
     * @param accounts is asked in the transaction, before the work is done
     */
    public <T> T guardThose(
            Principal principal, Supplier<Collection<AccountId>> accounts, String what, Supplier<T> work) {
        here.lock();
        try {
            return transactions.execute(_ -> guarded(principal, accounts, what, work));
        } finally {
            here.unlock();
        }
    }

    private <T> T guarded(Principal principal, Supplier<Collection<AccountId>> whose, String what, Supplier<T> work) {
        turn.take();
        Instant now = clock.instant();
        Collection<AccountId> accounts = whose.get();
        Map<AccountId, Standing> before = find(accounts, now);
        List<Standing> administrators = standings.administrators(now);
        Caller caller = new Caller(principal.account(), principal.tokenId(), principal.clientAddress());
        Optional<CallerStanding> callerBefore = standings.caller(caller.account(), caller.token());
        T done = work.get();
        Map<AccountId, Standing> after = find(accounts, now);
        LoginRules inForce = rules.get();
        Set<AccountClass> kinds = new HashSet<>();
        before.values().forEach(standing -> kinds.add(standing.kind()));
        after.values().forEach(standing -> kinds.add(standing.kind()));
        Simulation simulation = new Simulation(inForce, inForce, groupsOf(kinds), clock);
        List<Entry> affected = affected(simulation, before, after);
        acceptance.require(
                principal,
                sha256(List.of(what)),
                lockOut(
                        affected,
                        callerBefore.isPresent() && isCutOff(simulation, caller, callerBefore.get()),
                        leavesNoAdministrator(simulation, administrators, standings.administrators(now))));
        return done;
    }

    private List<Entry> affected(
            Simulation simulation, Map<AccountId, Standing> before, Map<AccountId, Standing> after) {
        Map<Standing, Change> changes = new LinkedHashMap<>();
        after.forEach((id, standing) -> {
            Standing earlier = before.get(id);
            if (earlier != null && !earlier.kind().equals(standing.kind())) {
                changes.put(standing, new Change(earlier.kind(), standing.kind()));
            }
        });
        Map<String, Set<IpAddress>> known = addresses.of(changes.entrySet().stream()
                .filter(change -> simulation.judge(change.getValue()) instanceof Verdict.DependsOnAddress)
                .map(change -> change.getKey().login())
                .toList());
        return changes.entrySet().stream()
                .map(change -> loss(
                        simulation,
                        change.getValue(),
                        change.getKey(),
                        known.getOrDefault(change.getKey().login(), Set.of())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Map<AccountId, Standing> find(Collection<AccountId> accounts, Instant now) {
        Map<AccountId, Standing> found = new LinkedHashMap<>();
        standings.find(accounts, now).forEach(standing -> found.put(standing.id(), standing));
        return found;
    }

    /**
     * Refuses a change that would take the way in from accounts for a reason that only its owner can judge, unless the caller
     * accepts it; called by the transaction that makes the change.
     *
     * @param affected logins by account; those that are enabled
     * @param what as in {@link #guard}
     */
    @Override
    public void require(Principal principal, Map<AccountId, String> affected, Cause cause, String what) {
        List<Entry> entries = affected.entrySet().stream()
                .map(account ->
                        new Entry(account.getKey(), new Affected(account.getValue(), ANY_SERVICE, cause, false)))
                .toList();
        acceptance.require(
                principal, sha256(List.of(what)), lockOut(entries, affected.containsKey(principal.account()), false));
    }

    private List<Entry> affected(Simulation simulation, Set<AccountClass> kinds, UnaryOperator<AccountClass> changed) {
        Set<AccountClass> atRisk = kinds.stream()
                .filter(kind -> !(simulation.judge(changed(kind, changed)) instanceof Verdict.Unharmed))
                .collect(Collectors.toSet());
        if (atRisk.isEmpty()) {
            return List.of();
        }
        List<Standing> members = standings.members(atRisk, clock.instant());
        Map<String, Set<IpAddress>> known = addresses.of(members.stream()
                .filter(member -> simulation.judge(changed(member.kind(), changed)) instanceof Verdict.DependsOnAddress)
                .map(Standing::login)
                .toList());
        return members.stream()
                .map(member -> loss(
                        simulation,
                        changed(member.kind(), changed),
                        member,
                        known.getOrDefault(member.login(), Set.of())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Entry> loss(Simulation simulation, Change change, Standing account, Set<IpAddress> known) {
        return switch (simulation.judge(change)) {
            case Verdict.Unharmed() -> Optional.empty();
            case Verdict.LockedOut(Loss loss) -> Optional.of(entry(account, loss, false));
            case Verdict.DependsOnAddress() ->
                simulation.lossFrom(change, known).map(loss -> entry(account, loss, true));
        };
    }

    private static Entry entry(Standing account, Loss loss, boolean likely) {
        return new Entry(account.id(), new Affected(account.login(), loss.service(), loss.cause(), likely));
    }

    private LockOut lockOut(List<Entry> affected, boolean cutsOffCaller, boolean cutsOffLastAdministrator) {
        List<String> told = new ArrayList<>();
        affected.forEach(entry -> told.addAll(List.of(
                entry.account().toString(),
                entry.affected().service(),
                entry.affected().cause().name())));
        return new LockOut(
                affected.size(),
                affected.stream()
                        .collect(Collectors.groupingBy(entry -> entry.affected().cause(), Collectors.counting())),
                affected.stream().limit(LockOut.MAX_SHOWN).map(Entry::affected).toList(),
                Octets.wrap(sha256(told)),
                affected.isEmpty() ? null : reports.keep(affected),
                cutsOffCaller,
                cutsOffLastAdministrator);
    }

    /** Whether the caller's token is no more good where he is (TOK-1). */
    private static boolean losesToken(LoginRules before, LoginRules after, Caller caller, CallerStanding standing) {
        IpGroupId group = standing.tokenGroup();
        return before.groups().admits(group, caller.clientAddress())
                && !after.groups().admits(group, caller.clientAddress());
    }

    private boolean isCutOff(Simulation simulation, Caller caller, CallerStanding before) {
        Optional<CallerStanding> after = standings.caller(caller.account(), caller.token());
        return after.filter(CallerStanding::admitted).isEmpty()
                || losesAdministration(
                        simulation,
                        caller,
                        new Change(before.kind(), after.get().kind()));
    }

    private static boolean losesAdministration(Simulation simulation, Caller caller, Change change) {
        return IpAddress.parse(caller.clientAddress()) instanceof Parsed<IpAddress>(IpAddress place)
                && simulation.losesAdministration(change, List.of(place));
    }

    private static Change changed(AccountClass kind, UnaryOperator<AccountClass> change) {
        return new Change(kind, change.apply(kind));
    }

    private boolean cutsOffAdministrators(Simulation simulation, UnaryOperator<AccountClass> changed) {
        List<Standing> before = standings.administrators(clock.instant());
        return leavesNoAdministrator(
                simulation,
                before,
                before.stream()
                        .map(standing -> new Standing(standing.id(), standing.login(), changed.apply(standing.kind())))
                        .toList());
    }

    private boolean leavesNoAdministrator(Simulation simulation, List<Standing> before, List<Standing> after) {
        Map<String, Set<IpAddress>> known = addresses.of(Stream.concat(before.stream(), after.stream())
                .map(Standing::login)
                .distinct()
                .toList());
        return after.stream()
                        .noneMatch(
                                one -> simulation.reachesAdministration(one.kind(), placesOf(one, known, simulation)))
                && before.stream()
                        .anyMatch(
                                one -> simulation.reachedAdministration(one.kind(), placesOf(one, known, simulation)));
    }

    /** The machine itself is a place from which each of them may come; one that never came may come from anywhere. */
    private static Set<IpAddress> placesOf(
            Standing administrator, Map<String, Set<IpAddress>> known, Simulation simulation) {
        Set<IpAddress> places =
                new HashSet<>(known.getOrDefault(administrator.login(), Set.copyOf(simulation.everywhere())));
        places.add(LOOPBACK);
        return places;
    }

    private static AccountClass reassigned(AccountClass kind, RuleChange change) {
        AccessPolicyId policy = kind.accessPolicy();
        return change.reassignments().stream()
                .filter(reassignment -> reassignment.from().equals(policy))
                .findFirst()
                .map(reassignment -> kind.with(reassignment.to()))
                .orElse(kind);
    }

    private static Set<IpGroupId> groupsOf(Collection<AccountClass> kinds) {
        return kinds.stream()
                .flatMap(kind -> kind.appPasswords().stream())
                .map(AppPassword::ipGroup)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static byte[] sha256(List<String> texts) {
        return Sha256.of(texts.stream()
                .map(text -> (text + "\0").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }
}
