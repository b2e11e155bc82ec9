package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * From where the administration may be reached (ADM-1); loopback always may.
 *
 * @param group null exactly unless {@code remote} is GROUP
 */
public record AdminAccess(Remote remote, @Nullable IpGroupId group) {
    /** What holds until somebody changes it. */
    public static final AdminAccess DEFAULT = new AdminAccess(Remote.ON, null);

    /** Who beyond this machine. */
    public enum Remote {
        ON,
        OFF,
        GROUP
    }
}
