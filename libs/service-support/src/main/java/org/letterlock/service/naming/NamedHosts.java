package org.letterlock.service.naming;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.StartPhase;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.HostLookup.HostAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the addresses of the DNS names in IP groups (IPG-7). They are looked up in the background and again before they run
 * out; what has run out is no address any more, so a name that cannot be looked up comes to hold nobody. Whoever judges a
 * client takes what is known and never asks DNS. Safe for use by any thread.
 */
public final class NamedHosts implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(NamedHosts.class);
    private static final Duration SHORTEST = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration COMPLAINT = Duration.ofHours(1);
    private static final int AT_ONCE = 16;
    private static final int TICK_MILLIS = 1000;

    private final HostLookup lookup;
    private final InstantSource clock;
    private final Consumer<Map<String, Set<IpAddress>>> target;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, Host> hosts = new HashMap<>(); // guarded by this, as are the next
    private Map<String, Set<IpAddress>> told = Map.of();
    private @Nullable ScheduledExecutorService timer; // null unless running, as the next
    private @Nullable ExecutorService workers;

    /** What is known of one name; changed under the lock of its owner. */
    private static final class Host {
        Set<IpAddress> addresses = Set.of();
        Instant goodUntil = Instant.MIN;
        Instant nextLookup = Instant.MIN;
        Instant nextComplaint = Instant.MIN;
        boolean asking;
    }

    /** @param target hears all addresses, by names in lower case, whenever they change; on any thread */
    NamedHosts(HostLookup lookup, InstantSource clock, Consumer<Map<String, Set<IpAddress>>> target) {
        this.lookup = lookup;
        this.clock = clock;
        this.target = target;
    }

    /** Follows the names in the IP groups; looks them up while the application context runs. */
    public static NamedHosts following(
            Views views,
            InstallationProperties installation,
            InstantSource clock,
            Consumer<Map<String, Set<IpAddress>>> target) {
        NamedHosts names = new NamedHosts(new DnsHostLookup(installation.dns().server()), clock, target);
        ReplicatedView<IpGroup> groups = views.viewOf(Topics.POLICY_IP_GROUPS);
        groups.onChange(_ -> names.want(namesIn(groups.values())));
        return names;
    }

    /** The names that enabled entries are made of, in lower case. */
    static Set<String> namesIn(Collection<IpGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.entries().stream())
                .filter(IpGroup.Entry::enabled)
                .map(IpGroup.Entry::match)
                .filter(IpGroup.Match.DnsName.class::isInstance)
                .map(match -> ((IpGroup.Match.DnsName) match).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** These names are wanted from now on, and no others. */
    synchronized void want(Set<String> names) {
        hosts.keySet().retainAll(names);
        names.forEach(name -> hosts.computeIfAbsent(name, _ -> new Host()));
        tell();
    }

    /** Looks up what is due, and forgets what has run out. */
    synchronized void tick(Executor executor) {
        Instant now = clock.instant();
        for (Map.Entry<String, Host> entry : hosts.entrySet()) {
            Host host = entry.getValue();
            if (!host.asking && !now.isBefore(host.nextLookup)) {
                host.asking = true;
                String name = entry.getKey();
                executor.execute(() -> lookUp(name));
            }
        }
        tell();
    }

    private void lookUp(String name) {
        places.acquireUninterruptibly();
        HostAnswer answer;
        try {
            answer = lookup.addressesOf(name);
        } catch (RuntimeException e) { // the edge of the job: whatever it was, the name must be tried again
            LOG.error("a name in an IP group could not be looked up", e);
            answer = new HostAnswer.Failed("a fault of ours");
        } finally {
            places.release();
        }
        take(name, answer);
    }

    private synchronized void take(String name, HostAnswer answer) {
        Host host = hosts.get(name);
        if (host == null) {
            return; // wanted no more
        }
        Instant now = clock.instant();
        host.asking = false;
        switch (answer) {
            case HostAnswer.Found(Set<IpAddress> addresses, Duration timeToLive) -> {
                Duration good = bounded(timeToLive);
                host.addresses = addresses;
                host.goodUntil = now.plus(good);
                host.nextLookup = now.plus(good.multipliedBy(9).dividedBy(10));
            }
            case HostAnswer.NoAddress() -> {
                host.addresses = Set.of();
                host.nextLookup = now.plus(SHORTEST);
                complain(host, now, "it has no address");
            }
            case HostAnswer.Failed(String why) -> {
                host.nextLookup = now.plus(AFTER_FAILURE);
                complain(host, now, why);
            }
        }
        tell();
    }

    // The name is not told: it stands sealed wherever it is stored (ENC-7), and a log file is clear.
    private static void complain(Host host, Instant now, String why) {
        if (!now.isBefore(host.nextComplaint)) {
            host.nextComplaint = now.plus(COMPLAINT);
            LOG.warn("event=ip-group.resolve-failed a name in an IP group has no addresses: {}", why);
        }
    }

    private void tell() {
        Instant now = clock.instant();
        Map<String, Set<IpAddress>> known = new HashMap<>();
        hosts.forEach((name, host) -> {
            if (now.isBefore(host.goodUntil) && !host.addresses.isEmpty()) {
                known.put(name, host.addresses);
            }
        });
        if (!known.equals(told)) {
            told = Map.copyOf(known);
            target.accept(told);
        }
    }

    private static Duration bounded(Duration timeToLive) {
        if (timeToLive.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return timeToLive.compareTo(LONGEST) > 0 ? LONGEST : timeToLive;
    }

    @Override
    public synchronized void start() {
        ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("named-hosts").factory());
        var _ = clockwork.scheduleWithFixedDelay(() -> tick(lookups), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        workers = lookups;
        timer = clockwork;
    }

    @Override
    public synchronized void stop() {
        Stream.of(timer, workers).filter(Objects::nonNull).forEach(ExecutorService::shutdownNow);
        timer = null;
        workers = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.WORK;
    }
}
