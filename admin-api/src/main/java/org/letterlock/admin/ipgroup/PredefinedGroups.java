package org.letterlock.admin.ipgroup;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroup.Match.Network;
import org.letterlock.contracts.access.IpGroupId;

/** The IP group that every installation starts with (IPG-6). */
public final class PredefinedGroups {
    /** Id of {@code local-clients}, the same everywhere. */
    public static final IpGroupId LOCAL_CLIENTS =
            new IpGroupId(UUID.fromString("00000000-0000-7000-8000-000000000001"));

    private PredefinedGroups() {}

    /** Addresses of private networks (RFC 1918, RFC 3927, RFC 4193) and of this machine. */
    static IpGroup localClients() {
        return new IpGroup(
                LOCAL_CLIENTS,
                "local-clients",
                List.of(
                        entry("127.0.0.0", 8, "loopback"),
                        entry("::1", 128, "loopback"),
                        entry("10.0.0.0", 8, "private network"),
                        entry("172.16.0.0", 12, "private network"),
                        entry("192.168.0.0", 16, "private network"),
                        entry("169.254.0.0", 16, "link-local"),
                        entry("fc00::", 7, "unique local"),
                        entry("fe80::", 10, "link-local")));
    }

    private static IpGroup.Entry entry(String address, int prefixLength, String description) {
        return new IpGroup.Entry(new Network(address, prefixLength), true, description);
    }
}
