package org.letterlock.ingress.smtp.intake;

import java.util.List;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.smtp.DeliveryPolicy.HideClientAddress;

/** When the client of a message is left out of its Received field (HDR-2). The Mail log has it always. */
final class ClientHiding {
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

    private ClientHiding() {}

    /**
     * Whether the client stays unnamed.
     *
     * @param isOurs whether the sender has logged in or may relay as a member of the relay group
     */
    static boolean hides(HideClientAddress mode, IpAddress client, boolean isLoggedIn, boolean isOurs) {
        return switch (mode) {
            case NEVER -> false;
            case PRIVATE -> isOurs && PRIVATE_NETWORKS.stream().anyMatch(network -> network.contains(client));
            case SUBMISSION -> isLoggedIn;
        };
    }
}
