package org.letterlock.frontend;

import java.time.InstantSource;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.LimitShares;
import org.letterlock.service.kafka.ReplicaPeers;
import org.letterlock.service.kafka.Replicas;

/** The checks of a listener whose limits hold over all replicas of its component together (CONN-5). */
public final class SharedLimits implements LimitShares {
    private final ReplicaPeers peers;

    private SharedLimits(ReplicaPeers peers) {
        this.peers = peers;
    }

    /** A gate that keeps to this replica's share; what it has beyond that is told to the others. */
    public static ConnectionGate gate(AccessPolicies policies, Replicas replicas, InstantSource clock) {
        ReplicaPeers peers = replicas.peers();
        ConnectionGate gate = ConnectionGate.of(policies, clock, new SharedLimits(peers));
        peers.tellExcess(gate::beyondShare);
        return gate;
    }

    @Override
    public int shareOf(int limit) {
        return peers.shareOf(limit);
    }

    @Override
    public int excessOfOthers(String service) {
        return peers.excessOfOthers(service);
    }
}
