package org.letterlock.netty.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionHolder;
import org.letterlock.contracts.session.SessionSelection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logged-in sessions of this process. It holds each account to its number of sessions of one protocol (CONN-8), per
 * process: a front end with several replicas lets an account have as many on each. Safe for use by any thread.
 */
public final class SessionRegister implements SessionHolder {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRegister.class);

    private final UUID replica;
    private final IntSupplier limit;
    private final InstantSource clock;
    private final Map<UUID, Entry> byConnection = new ConcurrentHashMap<>();
    // An account has few sessions: its map is looked through. Changed under the lock of its key only.
    private final Map<AccountId, Map<UUID, Entry>> byAccount = new ConcurrentHashMap<>();

    /** What only the session itself knows; asked by any thread. */
    public interface Member {
        /** How long the client has sent nothing. */
        Duration silence();

        /** The protocol with its extensions, such as {@code ESMTPSA}. */
        String protocol();

        /** What the client says of itself; null where it has not said. */
        @Nullable
        String client();

        /** Ends the session soon: at once, or as soon as no answer to the client is cut in two by it. */
        void end(SessionEnd why);
    }

    private record Entry(SessionFacts facts, Member member) {}

    /**
     * An empty register.
     *
     * @param replica names this process
     * @param limit how many sessions of one protocol an account may have; 0 for any number
     */
    public SessionRegister(UUID replica, IntSupplier limit, InstantSource clock) {
        this.replica = replica;
        this.limit = limit;
        this.clock = clock;
    }

    /** Names this process. */
    public UUID replica() {
        return replica;
    }

    /** Takes a session in; false if the account has as many of the protocol as it may. */
    public boolean enter(SessionFacts facts, Member member) {
        Entry entry = new Entry(facts, member);
        int most = limit.getAsInt();
        Map<UUID, Entry> now = byAccount.compute(facts.account(), (_, old) -> {
            Map<UUID, Entry> all = old == null ? new ConcurrentHashMap<>() : old;
            if (most == 0 || count(all, facts.family()) < most) {
                all.put(facts.connection(), entry);
            }
            return all.isEmpty() ? null : all;
        });
        if (now == null || !now.containsKey(facts.connection())) {
            return false;
        }
        byConnection.put(facts.connection(), entry);
        return true;
    }

    /** A session is over; nothing happens where it was not in. */
    public void leave(UUID connection) {
        Entry entry = byConnection.remove(connection);
        if (entry != null) {
            byAccount.computeIfPresent(entry.facts().account(), (_, all) -> {
                all.remove(connection);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** Ends those of the sessions that are meant for which {@code judge} has a reason. */
    public void review(SessionSelection which, Function<SessionFacts, Optional<SessionEnd>> judge) {
        entries(which).forEach(entry -> judge.apply(entry.facts()).ifPresent(why -> end(entry, why)));
    }

    @Override
    public List<LiveSession> find(SessionSelection which) {
        return entries(which).map(this::live).toList();
    }

    @Override
    public List<LiveSession> end(SessionSelection which) {
        return end(entries(which), SessionEnd.BY_ADMINISTRATOR);
    }

    @Override
    public List<LiveSession> endOpenedBy(UUID credential) {
        return end(
                byConnection.values().stream()
                        .filter(entry -> credential.equals(entry.facts().credential())),
                SessionEnd.CREDENTIAL_REVOKED);
    }

    private List<LiveSession> end(Stream<Entry> entries, SessionEnd why) {
        List<Entry> meant = entries.toList();
        List<LiveSession> ended = meant.stream().map(this::live).toList();
        meant.forEach(entry -> end(entry, why));
        return ended;
    }

    /** How many sessions of a protocol an account has here. */
    public int count(AccountId account, AccessService family) {
        return count(byAccount.getOrDefault(account, Map.of()), family);
    }

    private Stream<Entry> entries(SessionSelection which) {
        return switch (which) {
            case SessionSelection.All() -> byConnection.values().stream();
            case SessionSelection.OfAccount(AccountId account) ->
                byAccount.getOrDefault(account, Map.of()).values().stream();
            case SessionSelection.One(UUID id) ->
                byConnection.values().stream()
                        .filter(entry -> entry.facts().id().equals(id));
        };
    }

    private static void end(Entry entry, SessionEnd why) {
        LOG.info(
                "{}: session={} account={} ended: {}",
                entry.facts().service(),
                entry.facts().connection(),
                entry.facts().account(),
                why.text());
        entry.member().end(why);
    }

    private LiveSession live(Entry entry) {
        SessionFacts facts = entry.facts();
        return new LiveSession(
                facts.id(),
                replica,
                facts.service(),
                entry.member().protocol(),
                facts.tlsVersion(),
                facts.tlsCipherSuite(),
                facts.startedAt(),
                clock.instant().minus(entry.member().silence()),
                facts.peer().format(),
                facts.account(),
                facts.mechanism(),
                facts.credential(),
                entry.member().client());
    }

    private static int count(Map<UUID, Entry> all, AccessService family) {
        return (int) all.values().stream()
                .filter(entry -> entry.facts().family() == family)
                .count();
    }
}
