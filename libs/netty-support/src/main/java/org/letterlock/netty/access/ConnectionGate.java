package org.letterlock.netty.access;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.letterlock.contracts.access.IpAddress;

/**
 * Runs the accept-time checks in the order of their stages (CONN-1). One gate serves all listeners of a process, so that
 * counts hold over them. Safe for use by any thread.
 */
public final class ConnectionGate {
    private static final String ADMINISTRATION = "admin";

    private final List<AcceptCheck> checks;

    /** What the gate says to a connection. */
    public sealed interface Verdict {
        /** It may go on; the pass is given back when the connection is over. */
        record Admitted(Pass pass) implements Verdict {}

        /** It may not. */
        record Refused(Refusal refusal) implements Verdict {}
    }

    /** A place that a connection holds until it is closed. Giving it back twice does no harm. */
    public static final class Pass implements AutoCloseable {
        private final Runnable release;
        private final AtomicBoolean released = new AtomicBoolean();

        private Pass(Runnable release) {
            this.release = release;
        }

        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        }
    }

    /** A gate of the given checks; at most one check per stage. */
    public ConnectionGate(List<AcceptCheck> checks) {
        this.checks =
                checks.stream().sorted(Comparator.comparing(AcceptCheck::stage)).toList();
        if (checks.stream().map(AcceptCheck::stage).distinct().count() != checks.size()) {
            throw new IllegalArgumentException("two checks for one stage");
        }
    }

    /**
     * The checks that every listener has: blocked addresses, the allowed group, and the two limits.
     *
     * @param further checks for other stages, such as the sealed store
     */
    public static ConnectionGate of(AccessPolicies policies, InstantSource clock, AcceptCheck... further) {
        return of(policies, clock, LimitShares.WHOLE, further);
    }

    /** As the other one, for one replica of several. */
    public static ConnectionGate of(
            AccessPolicies policies, InstantSource clock, LimitShares shares, AcceptCheck... further) {
        RefusalCounts counts = new RefusalCounts(clock);
        List<AcceptCheck> all = new ArrayList<>(List.of(further));
        all.add(new AddressBlocked(policies, clock, counts));
        all.add(new AllowedGroup(policies, counts));
        all.add(new ServiceLimit(policies, counts, shares));
        all.add(new PerAddressLimit(policies, counts, shares));
        return new ConnectionGate(all);
    }

    /** Decides about a connection that was just accepted. Nothing locks an administrator out of the machine itself (ADM-1). */
    public Verdict judge(String service, IpAddress peer) {
        if (isLocalAdministration(service, peer)) {
            return new Verdict.Admitted(new Pass(() -> {}));
        }
        for (int i = 0; i < checks.size(); i++) {
            Optional<Refusal> refusal;
            try {
                refusal = checks.get(i).judge(service, peer);
            } catch (RuntimeException e) {
                release(checks.subList(0, i), service, peer); // or each fault would take a place for ever
                throw e;
            }
            if (refusal.isPresent()) {
                release(checks.subList(0, i), service, peer);
                return new Verdict.Refused(refusal.get());
            }
        }
        return new Verdict.Admitted(new Pass(() -> release(checks, service, peer)));
    }

    /** At which stage a rule would refuse a connection; empty where none would. Counts and logs nothing (EXP-2, EXP-6). */
    public Optional<AcceptCheck.Stage> explain(String service, IpAddress peer) {
        if (isLocalAdministration(service, peer)) {
            return Optional.empty();
        }
        return checks.stream()
                .filter(check -> check.wouldRefuse(service, peer))
                .map(AcceptCheck::stage)
                .findFirst();
    }

    /** Whether it is an administrator at the machine itself, whom nothing locks out (ADM-1). */
    public static boolean isLocalAdministration(String service, IpAddress peer) {
        return service.equals(ADMINISTRATION) && peer.isLoopback();
    }

    /** How many connections of each service there are beyond this replica's share of the limit, where there are any. */
    public Map<String, Integer> beyondShare() {
        return checks.stream()
                .flatMap(check -> check instanceof ServiceLimit limit ? Stream.of(limit.beyondShare()) : Stream.empty())
                .findFirst()
                .orElse(Map.of());
    }

    private static void release(List<AcceptCheck> passed, String service, IpAddress peer) {
        passed.forEach(check -> check.released(service, peer));
    }
}
