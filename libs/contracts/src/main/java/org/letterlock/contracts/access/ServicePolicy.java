package org.letterlock.contracts.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service is offered, where, to whom, and to how many at once (SVC-2).
 *
 * @param id one of the fourteen service ids of SVC-1, such as {@code imaps}
 * @param manualStart whether the service stays closed after a start of the process until somebody starts it
 * @param lastCommand what an administrator last ordered; null while nobody has
 * @param bindings where it listens; empty for the service's standard port on any address
 * @param allowedGroup null for anybody
 * @param maxConnections over all clients; 0 for no limit (CONN-2)
 * @param maxConnectionsPerAddress 0 for no limit (CONN-3)
 * @param perAddressExempt members are not held to {@code maxConnectionsPerAddress} (CONN-4); null for nobody
 * @param idleTimeoutSeconds of a session after login; null for the protocol's default (CONN-10)
 * @param anonymousAccess whether the service may be used without a login; NNTP only
 * @param thisMachineOnly whether nobody may connect but from the loopback address (ADM-1); since version 2, before that false
 */
public record ServicePolicy(
        String id,
        boolean enabled,
        boolean manualStart,
        @Nullable RunCommand lastCommand,
        List<Binding> bindings,
        @Nullable IpGroupId allowedGroup,
        int maxConnections,
        int maxConnectionsPerAddress,
        @Nullable IpGroupId perAddressExempt,
        @Nullable Integer idleTimeoutSeconds,
        boolean anonymousAccess,
        boolean thisMachineOnly) {
    public ServicePolicy {
        bindings = bindings == null ? List.of() : List.copyOf(bindings);
    }

    /** Whether a client may connect, as far as that depends on where it is (SVC-8). */
    public boolean admits(IpAddress peer, IpGroups groups) {
        return (!thisMachineOnly || peer.isLoopback()) && (allowedGroup == null || groups.contains(allowedGroup, peer));
    }

    /** The same for others: for a group, for everybody, or for nobody but the machine itself. */
    public ServicePolicy admitting(@Nullable IpGroupId group, boolean onlyThisMachine) {
        return new ServicePolicy(
                id,
                enabled,
                manualStart,
                lastCommand,
                bindings,
                group,
                maxConnections,
                maxConnectionsPerAddress,
                perAddressExempt,
                idleTimeoutSeconds,
                anonymousAccess,
                onlyThisMachine);
    }

    /** A policy with the defaults of SVC-2 for everything that is not said here. */
    public ServicePolicy(
            String id,
            boolean enabled,
            @Nullable IpGroupId allowedGroup,
            int maxConnections,
            int maxConnectionsPerAddress) {
        this(
                id,
                enabled,
                false,
                null,
                List.of(),
                allowedGroup,
                maxConnections,
                maxConnectionsPerAddress,
                null,
                null,
                false,
                false);
    }

    /** An order to start, stop or restart (SVC-5), obeyed once by every replica. */
    public record RunCommand(Action action, Instant at) {
        /** What is ordered. */
        public enum Action {
            START,
            STOP,
            RESTART
        }
    }

    /**
     * A place to listen.
     *
     * @param address {@code any}, {@code loopback} or one IP address of the machine
     * @param port as clients see it; the machine's own port may differ by configuration of the process
     * @param proxyProtocol whether connections start with a PROXY header of version 2 (SVC-14)
     */
    public record Binding(String address, int port, boolean proxyProtocol) {}
}
