package org.letterlock.netty.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.IpGroups.Surroundings;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;

/**
 * What the administrator has set for services, IP groups and security, as the {@code policy.*} topics say at the moment.
 * Changes hold for the next connection. Safe for use by any thread.
 */
public final class AccessPolicies {
    private final Supplier<Set<IpAddress>> thisMachine;
    private final Map<String, ServicePolicy> services = new ConcurrentHashMap<>();
    private final Map<IpGroupId, IpGroup> groups = new LinkedHashMap<>(); // guarded by this
    private final List<Consumer<String>> serviceListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> clientListeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Set<IpAddress>> namedHosts = Map.of();
    private volatile @Nullable IpGroups compiled = IpGroups.NONE; // null: to be compiled at the next look-up
    private volatile SecurityPolicy security = SecurityPolicy.DEFAULT;
    private volatile ConnectionPolicy connections = ConnectionPolicy.DEFAULT;
    private final BlockedAddresses blocks = new BlockedAddresses();

    /**
     * Starts with nothing set.
     *
     * @param thisMachine the addresses of this machine, asked for when groups are compiled
     */
    public AccessPolicies(Supplier<Set<IpAddress>> thisMachine) {
        this.thisMachine = thisMachine;
    }

    /** Takes a service's policy in and tells who listens. */
    public void put(ServicePolicy policy) {
        services.put(policy.id(), policy);
        serviceListeners.forEach(listener -> listener.accept(policy.id()));
    }

    /** Forgets a service's policy; its listeners close. */
    public void removeService(String id) {
        services.remove(id);
        serviceListeners.forEach(listener -> listener.accept(id));
    }

    /** Takes a new or changed group in. */
    public void put(IpGroup group) {
        synchronized (this) {
            groups.put(group.id(), group);
            compiled = null;
        }
        clientListeners.forEach(Runnable::run);
    }

    /** Forgets a group. */
    public void removeGroup(IpGroupId id) {
        synchronized (this) {
            groups.remove(id);
            compiled = null;
        }
        clientListeners.forEach(Runnable::run);
    }

    /** Takes the security policy in. */
    public void put(SecurityPolicy policy) {
        security = policy;
        clientListeners.forEach(Runnable::run);
    }

    /** Takes in what holds for the connections of every service. */
    public void put(ConnectionPolicy policy) {
        boolean moved = policy.listensOnIpv6() != connections.listensOnIpv6();
        connections = policy;
        if (moved) {
            services.keySet().forEach(service -> serviceListeners.forEach(listener -> listener.accept(service)));
        }
    }

    /** Takes a block in, under the key by which it will be removed. */
    public void putBlock(String key, AddressBlock block) {
        blocks.put(key, block);
        if (block.reason() == AddressBlock.Reason.HARVEST) {
            clientListeners.forEach(Runnable::run);
        }
    }

    /** Forgets a block. */
    public void removeBlock(String key) {
        blocks.remove(key);
    }

    /** Takes in which addresses the names in groups have now (IPG-7); names in lower case. */
    public void namedHosts(Map<String, Set<IpAddress>> addresses) {
        synchronized (this) {
            namedHosts = Map.copyOf(addresses);
            compiled = null;
        }
        clientListeners.forEach(Runnable::run);
    }

    /** Hears the id of each service whose policy changes from now on. */
    public void onServiceChange(Consumer<String> listener) {
        serviceListeners.add(listener);
    }

    /**
     * Hears when something changes that clients who are connected may be allowed no more: the security policy, a group, or a block
     * that ends sessions (LIMIT-4).
     */
    public void onClientRulesChange(Runnable listener) {
        clientListeners.add(listener);
    }

    /** The policy of a service; empty while nobody has said anything, and then the service stays closed (SVC-16). */
    public Optional<ServicePolicy> findService(String id) {
        return Optional.ofNullable(services.get(id));
    }

    /** The security policy. */
    public SecurityPolicy security() {
        return security;
    }

    /** What holds for the connections of every service. */
    public ConnectionPolicy connections() {
        return connections;
    }

    /** How long the address is still blocked (GUESS-5); empty if it is not. */
    public Optional<Duration> blockOf(IpAddress address, Instant now) {
        return blocks.remaining(address, now);
    }

    /** Whether the address is blocked for asking for addresses that nobody has (LIMIT-4). */
    public boolean isHarvester(IpAddress address, Instant now) {
        return blocks.remaining(address, now, AddressBlock.Reason.HARVEST).isPresent();
    }

    /** All groups. */
    public IpGroups groups() {
        IpGroups current = compiled;
        return current == null ? compile() : current;
    }

    /** Whether the address is in the group; nobody is in no group. */
    public boolean isMember(@Nullable IpGroupId group, IpAddress address) {
        return group != null && groups().contains(group, address);
    }

    private synchronized IpGroups compile() {
        IpGroups fresh = IpGroups.of(groups.values(), new Surroundings(thisMachine.get(), namedHosts));
        compiled = fresh;
        return fresh;
    }
}
