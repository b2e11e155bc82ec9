package org.letterlock.service.replica;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;

/**
 * Keeps the compiled IP groups current from the {@code policy.ip-groups} topic, and the addresses of the names in them from
 * DNS. Safe for use by any thread.
 */
public final class ReplicatedIpGroups implements Supplier<IpGroups> {
    private final ReplicatedView<IpGroup> groups;
    private Map<String, Set<IpAddress>> namedHosts = Map.of(); // guarded by this
    private volatile IpGroups current = IpGroups.NONE; // written under the lock of this

    /** Follows the topic; complete once the views have been loaded. */
    public ReplicatedIpGroups(Views views) {
        groups = views.viewOf(Topics.POLICY_IP_GROUPS);
        groups.onChange(_ -> compile());
    }

    /** Takes in which addresses the names in groups have now (IPG-7); names in lower case. */
    public synchronized void namedHosts(Map<String, Set<IpAddress>> addresses) {
        namedHosts = Map.copyOf(addresses);
        compile();
    }

    @Override
    public IpGroups get() {
        return current;
    }

    private synchronized void compile() {
        current = IpGroups.of(groups.values(), new IpGroups.Surroundings(addressesOfThisMachine(), namedHosts));
    }

    private static Set<IpAddress> addressesOfThisMachine() {
        Enumeration<NetworkInterface> interfaces;
        try {
            interfaces = NetworkInterface.getNetworkInterfaces();
        } catch (SocketException noInterfaces) {
            return Set.of();
        }
        return Collections.list(interfaces).stream()
                .flatMap(network -> network.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getAddress)
                .map(InetAddress::getAddress)
                .map(IpAddress::of)
                .collect(Collectors.toSet());
    }
}
