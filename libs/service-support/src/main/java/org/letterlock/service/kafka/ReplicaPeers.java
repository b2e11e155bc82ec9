package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.replica.ReplicaPlace;
import org.letterlock.contracts.replica.ReplicaState;

/**
 * The live replicas of one's own component, and what part of a limit each may use so that all together keep to it (CONN-5).
 *
 * <p>Each replica tells whom it counts. All hear that in the order of one partition. Who comes has a share only when all that
 * it knows have told that they count it, for then they have made theirs smaller; until then, it has none. Who leaves says so,
 * or is no more counted when it has been silent for {@link #GONE_AFTER}. A replica that has not heard itself for
 * {@link #IN_TOUCH}, which is less, has no share either while it knows of others: they may have divided it. After that they
 * have to tell anew that they count it. What a replica has above its share from before, it tells, and the others leave that
 * much unused. Safe for use by any thread.
 */
public final class ReplicaPeers {
    static final Duration GONE_AFTER = Duration.ofMillis(4500);
    static final Duration IN_TOUCH = Duration.ofMillis(3500);

    private final UUID self;
    private final String component;
    private final InstantSource clock;
    private final Map<UUID, Peer> peers = new HashMap<>(); // guarded by this
    private Set<UUID> counted; // guarded by this
    private Instant lastHeardSelf = Instant.MIN; // guarded by this: when what was heard last had been sent
    private volatile Supplier<Map<String, Integer>> excess = Map::of;
    private volatile Standing standing;

    /** Another replica, as it has last said. */
    private record Peer(Instant heardAt, boolean countsSelf, Map<String, Integer> excess) {}

    /** What holds now; replaced as a whole, so that a look at it costs no lock. */
    private record Standing(
            ReplicaPlace place, boolean countedByAll, Instant inTouchUntil, Map<String, Integer> excess) {}

    ReplicaPeers(UUID self, String component, InstantSource clock) {
        this.self = self;
        this.component = component;
        this.clock = clock;
        this.counted = Set.of(self);
        this.standing = new Standing(new ReplicaPlace(0, 1), true, Instant.MIN, Map.of());
    }

    /** What this replica may use of a limit now, between 0 and all of it. */
    public int shareOf(int limit) {
        Standing now = standing;
        if (now.place().count() == 1) {
            return limit;
        }
        return now.countedByAll() && clock.instant().isBefore(now.inTouchUntil())
                ? now.place().shareOf(limit)
                : 0;
    }

    /** How much others have of something beyond their shares, from before these became smaller. */
    public int excessOfOthers(String what) {
        return standing.excess().getOrDefault(what, 0);
    }

    /** Asks {@code excess}, each time this replica tells of itself, what it has beyond its share. It must not wait. */
    public void tellExcess(Supplier<Map<String, Integer>> excess) {
        this.excess = excess;
    }

    /** What is told of this replica. */
    Map<String, Integer> excess() {
        return excess.get();
    }

    /** Those that are counted now, this one included. */
    synchronized Set<UUID> counted() {
        return Set.copyOf(counted);
    }

    /**
     * Takes in what a replica, maybe this one, has said.
     *
     * @param sentAt by its own clock
     * @return whether others are counted now than before, which must be told
     */
    synchronized boolean heard(ReplicaState state, Instant sentAt) {
        if (!state.component().equals(component)) {
            return false;
        }
        if (state.replica().equals(self)) {
            heardSelf(sentAt);
        } else if (state.leaving()) {
            peers.remove(state.replica());
        } else {
            peers.put(
                    state.replica(),
                    new Peer(clock.instant(), state.counted().contains(self), state.connectionsBeyondShare()));
        }
        return refresh();
    }

    /** Looks who has fallen silent; whether others are counted now than before. */
    synchronized boolean refresh() {
        Instant now = clock.instant();
        peers.values().removeIf(peer -> peer.heardAt().isBefore(now.minus(GONE_AFTER)));
        NavigableSet<UUID> fresh = new TreeSet<>(Comparator.comparing(UUID::toString));
        fresh.addAll(peers.keySet());
        fresh.add(self);
        boolean changed = !fresh.equals(counted);
        counted = fresh;
        Map<String, Integer> beyond = new HashMap<>();
        peers.values().forEach(peer -> peer.excess().forEach((what, much) -> beyond.merge(what, much, Integer::sum)));
        standing = new Standing(
                new ReplicaPlace(fresh.headSet(self).size(), fresh.size()),
                peers.values().stream().allMatch(Peer::countsSelf),
                lastHeardSelf.equals(Instant.MIN) ? Instant.MIN : lastHeardSelf.plus(IN_TOUCH),
                Map.copyOf(beyond));
        return changed;
    }

    private void heardSelf(Instant sentAt) {
        boolean wasAway = lastHeardSelf.isBefore(sentAt.minus(IN_TOUCH));
        if (wasAway && !lastHeardSelf.equals(Instant.MIN)) {
            peers.replaceAll((_, peer) -> new Peer(peer.heardAt(), false, peer.excess()));
        }
        lastHeardSelf = sentAt;
    }
}
