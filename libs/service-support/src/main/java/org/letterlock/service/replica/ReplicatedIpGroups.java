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

/** Keeps the compiled IP groups current from the {@code policy.ip-groups} topic. Safe for use by any thread. */
public final class ReplicatedIpGroups implements Supplier<IpGroups> {
    private volatile IpGroups current = IpGroups.NONE; // written by the view's thread

    /** Follows the topic; complete once the views have been loaded. */
    public ReplicatedIpGroups(Views views) {
        ReplicatedView<IpGroup> groups = views.viewOf(Topics.POLICY_IP_GROUPS);
        groups.onChange(_ ->
                current = IpGroups.of(groups.values(), new IpGroups.Surroundings(addressesOfThisMachine(), Map.of())));
    }

    @Override
    public IpGroups get() {
        return current;
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
