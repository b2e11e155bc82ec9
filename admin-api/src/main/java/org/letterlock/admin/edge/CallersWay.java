package org.letterlock.admin.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.contracts.lockout.RuleChange;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * By which way the caller has come to the port of the administration, and whether a change closes it: the address that is
 * judged at accept, the listener, and the proxy in front of it (ADM-1, SVC-14). Whether the rules let the client in for whom a
 * proxy speaks is for others to judge. Where it is not known which of several listeners it was, each counts.
 */
final class CallersWay implements LockOutGuard.Reach {
    private static final String SERVICE = "admin";
    private static final int PORT = 4040;
    private static final List<Binding> STANDARD = List.of(new Binding("any", PORT, false));

    private final Supplier<Optional<ServicePolicy>> administration;
    private final Supplier<ConnectionPolicy> connections;
    private final Supplier<IpGroups> groups;

    /** @param administration the policy of the service {@code admin} that is in force */
    CallersWay(
            Supplier<Optional<ServicePolicy>> administration,
            Supplier<ConnectionPolicy> connections,
            Supplier<IpGroups> groups) {
        this.administration = administration;
        this.connections = connections;
        this.groups = groups;
    }

    /** What of the rules the way depends on. */
    record Rules(ServicePolicy policy, @Nullable IpGroupId proxies, IpGroups groups) {
        List<Binding> bindings() {
            return policy.bindings().isEmpty() ? STANDARD : policy.bindings();
        }

        boolean accepts(IpAddress peer) {
            return policy.enabled() && policy.admits(peer, groups);
        }

        boolean trusts(IpAddress proxy) {
            return proxies != null && groups.contains(proxies, proxy);
        }
    }

    @Override
    public boolean isCutBy(RuleChange change) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && isCutBy(change, attributes.getRequest());
    }

    private boolean isCutBy(RuleChange change, HttpServletRequest request) {
        Optional<EdgeClient> client = EdgeClient.of(request);
        Optional<ServicePolicy> current = administration.get();
        if (client.isEmpty() || current.isEmpty()) {
            return false;
        }
        IpAddress peer = client.get().peer().address();
        IpAddress local = client.get().peer().local();
        Rules before = new Rules(current.get(), connections.get().trustedProxies(), groups.get());
        return isCut(before, after(before, change), peer, local);
    }

    static Rules after(Rules before, RuleChange change) {
        ConnectionPolicy other = change.connections();
        return new Rules(
                change.services().stream()
                        .filter(service -> service.id().equals(SERVICE))
                        .findFirst()
                        .orElse(before.policy()),
                other == null ? before.proxies() : other.trustedProxies(),
                change.ipGroups().isEmpty() && change.removedIpGroups().isEmpty()
                        ? before.groups()
                        : before.groups().with(change.ipGroups(), change.removedIpGroups()));
    }

    static boolean isCut(Rules before, Rules after, IpAddress peer, IpAddress local) {
        List<Binding> taken = before.bindings().stream()
                .filter(binding -> listensAt(binding, local))
                .toList();
        if (peer.isLoopback()) { // which needs no header, whatever the listener wants of others
            return !taken.stream()
                    .allMatch(binding -> after.bindings().stream().anyMatch(other -> isSamePlace(binding, other)));
        }
        if (!after.bindings().containsAll(taken)) {
            return true;
        }
        boolean mayBeProxied = taken.stream().anyMatch(Binding::proxyProtocol);
        return (before.accepts(peer) && !after.accepts(peer)) || (mayBeProxied && losesProxies(before, after));
    }

    private static boolean isSamePlace(Binding one, Binding other) {
        return one.address().equals(other.address()) && one.port() == other.port();
    }

    private static boolean listensAt(Binding binding, IpAddress local) {
        return switch (binding.address()) {
            case "any" -> true;
            case "loopback" -> local.isLoopback();
            default -> binding.address().equals(local.format());
        };
    }

    /** Whether an address is trusted no more: the caller may have come by it. */
    private static boolean losesProxies(Rules before, Rules after) {
        Set<IpGroupId> named = Stream.of(Optional.ofNullable(before.proxies()), Optional.ofNullable(after.proxies()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return Stream.of(before.groups(), after.groups())
                .flatMap(groups -> groups.edges(named).stream())
                .anyMatch(address -> before.trusts(address) && !after.trusts(address));
    }
}
