package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a service, and how many at once.
 *
 * @param id one of the fourteen service ids of SVC-1, such as {@code imaps}
 * @param allowedGroup null for anybody
 * @param maxConnections over all clients; 0 for no limit (CONN-2)
 * @param maxConnectionsPerAddress 0 for no limit (CONN-3)
 */
public record ServicePolicy(
        String id,
        boolean enabled,
        @Nullable IpGroupId allowedGroup,
        int maxConnections,
        int maxConnectionsPerAddress) {}
