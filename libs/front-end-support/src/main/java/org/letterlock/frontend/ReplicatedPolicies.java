package org.letterlock.frontend;

import java.util.function.Consumer;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.transport.PeerAddresses;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;

/** Keeps the access policies current from the {@code policy.*} topics. */
public final class ReplicatedPolicies {
    private ReplicatedPolicies() {}

    /** Policies that follow the topics; complete once the views have been loaded. */
    public static AccessPolicies follow(Views views) {
        AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
        follow(views, Topics.POLICY_IP_GROUPS, policies::put, key -> policies.removeGroup(IpGroupId.parse(key)));
        follow(views, Topics.POLICY_SERVICES, policies::put, policies::removeService);
        follow(views, Topics.POLICY_SECURITY, policies::put, _ -> policies.put(SecurityPolicy.DEFAULT));
        follow(views, Topics.POLICY_CONNECTIONS, policies::put, _ -> policies.put(ConnectionPolicy.DEFAULT));
        views.viewOf(Topics.ACCESS_BLOCKS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<AddressBlock>(String key, AddressBlock block) -> policies.putBlock(key, block);
                case ViewChange.Removed<AddressBlock>(String key) -> policies.removeBlock(key);
            }
        });
        return policies;
    }

    private static <V> void follow(Views views, Topic<V> topic, Consumer<V> put, Consumer<String> remove) {
        views.viewOf(topic).onChange(change -> {
            switch (change) {
                case ViewChange.Put<V>(String _, V value) -> put.accept(value);
                case ViewChange.Removed<V>(String key) -> remove.accept(key);
            }
        });
    }
}
