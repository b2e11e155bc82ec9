package org.letterlock.ingress.smtp.intake;

import java.util.List;
import org.letterlock.contracts.access.IpAddress;

/** When the client of a message is left out of its Received field (HDR-2). The Mail log has it always. */
public enum HideClientAddress {
    /** Never. */
    NEVER,
    /** Of senders of ours who come from a private address. */
    PRIVATE,
    /** Of all senders who have logged in. */
    SUBMISSION;

    // RFC 1918, RFC 3927, RFC 4193, RFC 4291 section 2.4, and loopback
    private static final List<Network> PRIVATE_NETWORKS = List.of(
            new Network("127.0.0.0", 8),
            new Network("10.0.0.0", 8),
            new Network("172.16.0.0", 12),
            new Network("192.168.0.0", 16),
            new Network("169.254.0.0", 16),
            new Network("::1", 128),
            new Network("fc00::", 7),
            new Network("fe80::", 10));

    private record Network(String first, int prefixLength) {
        boolean contains(IpAddress address) {
            IpAddress start = IpAddress.parse(first).require();
            return start.family() == address.family()
                    && address.first(prefixLength).equals(start);
        }
    }

    /**
     * Whether the client stays unnamed.
     *
     * @param isOurs whether the sender has logged in or may relay as a member of the relay group
     */
    boolean hides(IpAddress client, boolean isLoggedIn, boolean isOurs) {
        return switch (this) {
            case NEVER -> false;
            case PRIVATE -> isOurs && PRIVATE_NETWORKS.stream().anyMatch(network -> network.contains(client));
            case SUBMISSION -> isLoggedIn;
        };
    }
}
