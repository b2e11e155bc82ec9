package org.letterlock.contracts.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * Who may send to domains that are not ours (RELAY-1, RELAY-2).
 *
 * @param allowAuthenticated whether whoever has logged in may
 * @param relayGroup members may without a login; null for nobody
 */
public record RelayPolicy(
        Mode mode, boolean allowAuthenticated, @Nullable IpGroupId relayGroup) {
    /** What holds until somebody changes it. */
    public static final RelayPolicy DEFAULT = new RelayPolicy(Mode.RESTRICTED, true, null);

    /** RELAY-1. */
    public enum Mode {
        RESTRICTED,
        /** Everybody may. */
        OPEN
    }
}
