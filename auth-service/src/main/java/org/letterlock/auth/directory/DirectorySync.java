package org.letterlock.auth.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.directory.EntryReader.Entries;
import org.letterlock.auth.directory.EntryReader.UnreadableException;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Brings the accounts of domains in line with their directories (DIR-6). A run works on a thread of its own; of a domain there
 * is one at a time over all replicas, and a replica has two at most.
 */
public final class DirectorySync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySync.class);
    private static final int AT_ONCE = 2; // each holds a connection to the database
    private static final int MAX_NAMED = 20;
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration ENDING = Duration.ofSeconds(1); // at most between what a run tells last and its end

    private final JdbcDirectories directories;
    private final JdbcSyncRuns runs;
    private final SyncLocks locks;
    private final MappedAccounts accounts;
    private final EntryKeys keys;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("directory-sync-", 0).factory());

    /** Who wants a run, and why. */
    private record Order(
            UUID id,
            DomainId domain,
            SyncRun.Cause cause,
            @Nullable String actor,
            @Nullable String clientAddress,
            Set<AccountId> confirmed) {}

    DirectorySync(
            JdbcDirectories directories,
            JdbcSyncRuns runs,
            SyncLocks locks,
            MappedAccounts accounts,
            EntryKeys keys,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.directories = directories;
        this.runs = runs;
        this.locks = locks;
        this.accounts = accounts;
        this.keys = keys;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Begins the runs that are due; those for which there is no room now are due again next time. */
    public void startDue() {
        for (DomainId domain : directories.due(clock.instant())) {
            start(order(domain, SyncRun.Cause.SCHEDULED, null, Set.of()), Duration.ZERO, _ -> {});
        }
    }

    /** Begins a run, or joins the one that is under way. */
    SyncRun demand(Principal principal, DomainId domain) {
        return begin(order(domain, SyncRun.Cause.ON_DEMAND, principal, Set.of()), "directory.sync.demanded");
    }

    /** Begins a run that may disable whom the newest one has stopped for. */
    SyncRun confirm(Principal principal, DomainId domain, UUID stopped) {
        SyncRun newest = runs.findNewest(domain).orElseThrow(ProblemException::notFound);
        var _ = require(domain, stopped);
        if (!newest.id().equals(stopped) || newest.state() != SyncRun.State.STOPPED) {
            throw new ProblemException(
                    ProblemType.CHANGED_MEANWHILE, "Only the newest run can be confirmed, and only if it has stopped.");
        }
        return begin(
                order(domain, SyncRun.Cause.CONFIRMED, principal, runs.toDisable(stopped)), "directory.sync.confirmed");
    }

    Page<SyncRun> list(DomainId domain, SyncRun.@Nullable State state, PageRequest page) {
        return runs.list(domain, state, page);
    }

    SyncRun require(DomainId domain, UUID id) {
        return runs.find(domain, id).orElseThrow(ProblemException::notFound);
    }

    private SyncRun begin(Order order, String event) {
        if (directories.find(order.domain()).isEmpty()) {
            throw ProblemException.notFound();
        }
        String target = target(order);
        Consumer<Order> tell = run -> outbox.audit(event, target, null, Map.of("cause", run.cause()));
        Optional<SyncRun> run = start(order, Duration.ZERO, tell)
                ? runs.find(order.domain(), order.id())
                : runs.findRunning(order.domain()).or(() -> afterOneThatEnds(order, tell));
        return run.orElseThrow(() -> new ProblemException(
                ProblemType.SERVICE_UNAVAILABLE, "Other directories are being read; try again in a minute."));
    }

    // A run tells that it has ended before it lets its lock go.
    private Optional<SyncRun> afterOneThatEnds(Order order, Consumer<Order> tell) {
        return start(order, ENDING, tell) ? runs.find(order.domain(), order.id()) : Optional.empty();
    }

    private Order order(DomainId domain, SyncRun.Cause cause, @Nullable Principal principal, Set<AccountId> confirmed) {
        return new Order(
                TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()),
                domain,
                cause,
                principal == null ? null : principal.login(),
                principal == null ? null : principal.clientAddress(),
                confirmed);
    }

    /** Whether the run has begun. */
    private boolean start(Order order, Duration patience, Consumer<Order> tell) {
        if (!hasRoom(patience)) {
            return false;
        }
        SyncLocks.Held lock = null;
        boolean handedOn = false;
        try {
            lock = locks.tryAcquire(order.domain(), patience).orElse(null);
            if (lock == null) {
                return false;
            }
            transactions.executeWithoutResult(_ -> {
                Instant now = clock.instant();
                runs.endAbandoned(order.domain(), now);
                runs.insert(order.id(), order.domain(), order.cause(), order.actor(), now);
                tell.accept(order);
            });
            SyncLocks.Held held = lock;
            threads.execute(() -> work(order, held));
            handedOn = true;
            return true;
        } catch (RejectedExecutionException stopping) {
            return false;
        } finally {
            if (!handedOn) {
                if (lock != null) {
                    lock.close();
                }
                permits.release();
            }
        }
    }

    private boolean hasRoom(Duration patience) {
        try {
            return permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void work(Order order, SyncLocks.Held lock) {
        try (lock) {
            run(order);
        } catch (RuntimeException e) { // the edge of a job; the next run tries again
            LOG.warn("the directory sync of domain {} has failed", order.domain(), e);
            fail(order, "Something has gone wrong; the log of the service says what.");
        } finally {
            permits.release();
        }
    }

    private void run(Order order) {
        Optional<StoredDirectory> directory = directories.find(order.domain());
        if (directory.isEmpty()) {
            fail(order, "The directory was removed.");
            return;
        }
        Entries entries;
        try {
            entries = read(directory.get());
        } catch (UnreadableException unreadable) {
            fail(order, unreadable.reason());
            return;
        }
        SyncPlan plan = SyncPlan.of(
                entries.people(),
                entries.odd(),
                entries.spared(),
                accounts.of(order.domain()),
                accounts.takenLocalParts(order.domain()));
        if (plan.needsConfirmation(order.confirmed())) {
            String reason =
                    "It would disable %d of %d mapped accounts, which is more than 10 %%; confirm it if that is meant."
                            .formatted(plan.disables().size(), plan.mapped());
            SyncRun.Counts counts = new SyncRun.Counts(
                    entries.count(), 0, 0, 0, 0, plan.problems().size());
            end(order, SyncRun.State.STOPPED, counts, reason, plan.disables(), plan.problems());
        } else {
            new Carrying(order, plan).out(entries.count());
        }
    }

    private Entries read(StoredDirectory directory) throws UnreadableException {
        DirectorySettings settings = directory.settings();
        EntryReader reader = new EntryReader(
                settings,
                directories.bindPassword(directory),
                new AttributeMap(settings, directory.domainName()),
                id -> keys.of(directory.domain(), id),
                EntryReader.MAX_ENTRIES,
                clock);
        Future<Entries> reading = threads.submit(reader::read);
        try {
            return reading.get(EntryReader.ALL.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException trickling) {
            throw new UnreadableException("The directory does not come to an end.", trickling);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case UnreadableException known -> throw known;
                case RuntimeException unexpected -> throw unexpected;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UnreadableException("The service stops.", stopping);
        } finally {
            reading.cancel(true); // which closes the connection
        }
    }

    /** Carries a plan out, account by account; one that cannot be written does not stop the others. */
    private final class Carrying {
        private final Order order;
        private final SyncPlan plan;
        private final List<SyncProblem> problems;

        Carrying(Order order, SyncPlan plan) {
            this.order = order;
            this.plan = plan;
            this.problems = new ArrayList<>(plan.problems());
        }

        void out(int found) {
            // First those who must not get in any more.
            int disabled = count(plan.disables(), DomainAccount::localPart, account -> accounts.disable(account.id()));
            int created = count(plan.creates(), Person::localPart, person -> accounts.create(order.domain(), person));
            int updated = count(
                    plan.updates(),
                    update -> update.person().localPart(),
                    update -> accounts.update(update.account().id(), update.person()));
            int enabled = count(plan.enables(), DomainAccount::localPart, account -> accounts.enable(account.id()));
            end(
                    order,
                    SyncRun.State.DONE,
                    new SyncRun.Counts(found, created, updated, enabled, disabled, problems.size()),
                    null,
                    plan.disables(),
                    problems);
        }

        private <T> int count(List<T> work, Function<T, String> name, Consumer<T> change) {
            int done = 0;
            for (T each : work) {
                try {
                    change.accept(each);
                    done++;
                } catch (ProblemException | DataAccessException refused) {
                    LOG.warn("an account of the domain {} could not be synced", order.domain(), refused);
                    problems.add(new SyncProblem(SyncProblem.Code.REFUSED, name.apply(each)));
                }
            }
            return done;
        }
    }

    private void fail(Order order, String reason) {
        end(order, SyncRun.State.FAILED, SyncRun.Counts.NONE, reason, List.of(), List.of());
    }

    private void end(
            Order order,
            SyncRun.State state,
            SyncRun.Counts counts,
            @Nullable String reason,
            List<DomainAccount> disables,
            List<SyncProblem> problems) {
        Instant now = clock.instant();
        List<AccountId> toDisable = state == SyncRun.State.STOPPED
                ? disables.stream().map(DomainAccount::id).toList()
                : List.of();
        transactions.executeWithoutResult(_ -> {
            runs.end(order.id(), state, counts, reason, toDisable, problems, now);
            outbox.add(
                    Topics.SECURITY_EVENTS,
                    order.id().toString(),
                    new SecurityEvent(
                            "directory.sync",
                            now,
                            "directory",
                            order.clientAddress(),
                            details(order, state, counts, reason, disables)));
        });
        LOG.info(
                "directory sync of domain {}: {}, {} found, {} created, {} updated, {} enabled, {} disabled, {} skipped",
                order.domain(),
                state,
                counts.found(),
                counts.created(),
                counts.updated(),
                counts.enabled(),
                counts.disabled(),
                counts.skipped());
    }

    private static Map<String, String> details(
            Order order,
            SyncRun.State state,
            SyncRun.Counts counts,
            @Nullable String reason,
            List<DomainAccount> disables) {
        Map<String, String> details = new HashMap<>();
        details.put("target", target(order));
        details.put("cause", order.cause().name());
        details.put("state", state.name());
        details.put("found", Integer.toString(counts.found()));
        details.put("created", Integer.toString(counts.created()));
        details.put("updated", Integer.toString(counts.updated()));
        details.put("enabled", Integer.toString(counts.enabled()));
        details.put("disabled", Integer.toString(counts.disabled()));
        details.put("skipped", Integer.toString(counts.skipped()));
        if (order.actor() != null) {
            details.put("actor", order.actor());
        }
        if (reason != null) {
            details.put("reason", reason);
        }
        if (!disables.isEmpty()) {
            details.put(
                    "vanished",
                    String.join(
                            ", ",
                            disables.stream()
                                    .limit(MAX_NAMED)
                                    .map(DomainAccount::localPart)
                                    .toList()));
        }
        return details;
    }

    private static String target(Order order) {
        return DirectoryService.target(order.domain()) + "/syncs/" + order.id();
    }

    /** Interrupts the runs that are under way; they are found abandoned by the next. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
