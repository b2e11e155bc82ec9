package org.letterlock.admin.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.letterlock.admin.service.ServiceCatalogue.Perimeter;
import org.letterlock.admin.service.ServiceCatalogue.Transport;
import org.letterlock.contracts.access.ServicePolicy;

/**
 * What the firewall in front of the installation ought to do with each port (SVC-7): the table of SVC-1 at the ports where
 * the services listen now. Pure.
 */
final class Exposure {
    private static final int ADMINISTRATION_PORT = 4040;
    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    private Exposure() {}

    /**
     * The rule of a port.
     *
     * @param carriedBy the component that opens it
     * @param open whether the service can be served and is enabled; a port that is not open needs no exception in a firewall
     */
    record Rule(int port, String service, Transport transport, String carriedBy, Perimeter rule, boolean open) {}

    /** The rules of all services, in the order of the catalogue; a port may have one per service that uses it. */
    static List<Rule> rules(Map<String, ServicePolicy> policies) {
        List<Rule> rules = new ArrayList<>();
        for (ServiceCatalogue service : ServiceCatalogue.values()) {
            ServicePolicy policy = policies.getOrDefault(service.id(), service.defaultPolicy());
            service.listeners(policy).stream()
                    .map(ServicePolicy.Binding::port)
                    .distinct()
                    .forEach(port -> rules.add(rule(service, policy, port)));
            service.furtherPorts().forEach(port -> rules.add(rule(service, policy, port)));
            if (service == ServiceCatalogue.HTTP) {
                // Clear HTTP on the port of the administration is redirected and otherwise refused there (SVC-9).
                rules.add(new Rule(
                        ADMINISTRATION_PORT,
                        service.id(),
                        service.transport(),
                        ServiceCatalogue.ADMIN.carriedBy(),
                        service.perimeter(),
                        true));
            }
        }
        return rules;
    }

    /**
     * A Kubernetes {@code List} with one {@code NetworkPolicy} for each component that opens ports: everybody may connect to
     * the allowed ones that are open, and nobody to any other.
     */
    static Map<String, Object> networkPolicies(List<Rule> rules) {
        Map<String, TreeSet<Integer>> allowed = new TreeMap<>();
        rules.forEach(rule -> {
            TreeSet<Integer> ports = allowed.computeIfAbsent(rule.carriedBy(), _ -> new TreeSet<>());
            if (rule.rule() == Perimeter.ALLOW && rule.open()) {
                ports.add(rule.port());
            }
        });
        List<Object> policies = new ArrayList<>();
        allowed.forEach((component, ports) -> policies.add(networkPolicy(component, ports)));
        return ordered("apiVersion", "v1", "kind", "List", "items", policies);
    }

    private static Map<String, Object> networkPolicy(String component, Set<Integer> ports) {
        List<Object> from = new ArrayList<>();
        EVERYBODY.forEach(network -> from.add(Map.of("ipBlock", Map.of("cidr", network))));
        List<Object> opened = new ArrayList<>();
        ports.forEach(port -> opened.add(ordered("protocol", "TCP", "port", port)));
        return ordered(
                "apiVersion",
                "networking.k8s.io/v1",
                "kind",
                "NetworkPolicy",
                "metadata",
                Map.of("name", component + "-exposure"),
                "spec",
                ordered(
                        "podSelector",
                        Map.of("matchLabels", Map.of("app.kubernetes.io/name", component)),
                        "policyTypes",
                        List.of("Ingress"),
                        "ingress",
                        ports.isEmpty() ? List.of() : List.of(ordered("from", from, "ports", opened))));
    }

    private static Rule rule(ServiceCatalogue service, ServicePolicy policy, int port) {
        return new Rule(
                port,
                service.id(),
                service.transport(),
                service.carriedBy(),
                service.perimeter(),
                service.isAvailable() && policy.enabled());
    }

    // Whoever reads a manifest expects its members in the usual order.
    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return members;
    }
}
