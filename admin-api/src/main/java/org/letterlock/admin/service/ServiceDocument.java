package org.letterlock.admin.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * The resource (SVC-2).
 *
 * @param port the standard port
 * @param available whether this version of the suite can serve it
 * @param startMode default AUTO
 * @param lastCommand what was ordered last; null while nobody has
 * @param listeners where clients find it; a process may have the standard port under another number
 * @param allowedGroup id of an IP group; null for anybody
 * @param maxConnections 0 for no limit
 * @param maxConnectionsPerAddress 0 for no limit
 * @param perAddressExemptGroup id of an IP group whose members {@code maxConnectionsPerAddress} does not hold for; null
 *     for nobody
 * @param idleTimeout seconds; null for the protocol's default
 * @param anonymousAccess of the services for news only
 */
record ServiceDocument(
        String id,
        int port,
        ServiceCatalogue.Transport transport,
        ServiceCatalogue.Perimeter perimeter,
        boolean available,
        boolean enabled,
        @Nullable StartMode startMode,
        @Nullable Command lastCommand,
        @Nullable List<ListenerDocument> listeners,
        @Nullable UUID allowedGroup,
        int maxConnections,
        int maxConnectionsPerAddress,
        @Nullable UUID perAddressExemptGroup,
        @Nullable Integer idleTimeout,
        boolean anonymousAccess) {
    private static final int MAX_CONNECTIONS = 100_000;
    private static final int MAX_PER_ADDRESS = 10_000;
    private static final int MAX_LISTENERS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_IDLE_SECONDS = 86_400;

    /** When it opens. */
    enum StartMode {
        /** With its process, unless it was stopped. */
        AUTO,
        /** When somebody starts it. */
        MANUAL
    }

    /** Whether connections start with a PROXY header (SVC-14). */
    enum ProxyProtocol {
        OFF,
        V2
    }

    /** An order. */
    record Command(RunCommand.Action action, Instant at) {}

    /**
     * A place to listen.
     *
     * @param address {@code any}, {@code loopback} or one IP address of the machine
     */
    record ListenerDocument(
            String address, int port, @Nullable ProxyProtocol proxyProtocol) {
        static ListenerDocument of(Binding binding) {
            return new ListenerDocument(
                    binding.address(), binding.port(), binding.proxyProtocol() ? ProxyProtocol.V2 : ProxyProtocol.OFF);
        }
    }

    static ServiceDocument of(ServiceCatalogue service, ServicePolicy policy) {
        RunCommand command = policy.lastCommand();
        return new ServiceDocument(
                service.id(),
                service.port(),
                service.transport(),
                service.perimeter(),
                service.isAvailable(),
                policy.enabled(),
                policy.manualStart() ? StartMode.MANUAL : StartMode.AUTO,
                command == null ? null : new Command(command.action(), command.at()),
                service.listeners(policy).stream().map(ListenerDocument::of).toList(),
                GroupReferences.shown(policy.allowedGroup()),
                policy.maxConnections(),
                policy.maxConnectionsPerAddress(),
                GroupReferences.shown(policy.perAddressExempt()),
                policy.idleTimeoutSeconds(),
                policy.anonymousAccess());
    }

    /** The policy that the document asks for, or every fault of it at once. */
    ServicePolicy checked(ServiceCatalogue service, ServicePolicy current, GroupReferences groups) {
        ServiceDocument shown = of(service, current);
        Faults faults = new Faults();
        faults.require(hasFixedFieldsOf(shown), "", "read-only", "What a service is and does now cannot be written.");
        IpGroupId allowed = groups.check(allowedGroup, "/allowedGroup", faults);
        IpGroupId perAddressExempt = groups.check(perAddressExemptGroup, "/perAddressExemptGroup", faults);
        requireRange(maxConnections, MAX_CONNECTIONS, "/maxConnections", faults);
        requireRange(maxConnectionsPerAddress, MAX_PER_ADDRESS, "/maxConnectionsPerAddress", faults);
        faults.require(
                !anonymousAccess || service.permitsAnonymous(),
                "/anonymousAccess",
                "not-here",
                "Only nntp and nntps can be used without a login.");
        checkIdleTimeout(service, faults);
        List<Binding> bindings = listeners == null ? service.standardListeners() : bindings(listeners, faults);
        faults.throwIfAny();
        requireEdgeUnchanged(service, shown);
        return new ServicePolicy(
                service.id(),
                enabled,
                startMode == StartMode.MANUAL,
                current.lastCommand(),
                bindings.equals(service.standardListeners()) ? List.of() : bindings,
                allowed,
                maxConnections,
                maxConnectionsPerAddress,
                perAddressExempt,
                idleTimeout,
                anonymousAccess,
                current.thisMachineOnly());
    }

    private boolean hasFixedFieldsOf(ServiceDocument shown) {
        return id.equals(shown.id)
                && port == shown.port
                && transport == shown.transport
                && perimeter == shown.perimeter
                && available == shown.available
                && Objects.equals(lastCommand, shown.lastCommand);
    }

    private void checkIdleTimeout(ServiceCatalogue service, Faults faults) {
        if (idleTimeout == null) {
            return;
        }
        OptionalInt least = service.leastIdleTimeout();
        if (least.isEmpty()) {
            faults.add("/idleTimeout", "not-here", "The times of this protocol are fixed.");
        } else {
            faults.require(
                    idleTimeout >= least.getAsInt() && idleTimeout <= MAX_IDLE_SECONDS,
                    "/idleTimeout",
                    "range",
                    "%d to %d seconds.".formatted(least.getAsInt(), MAX_IDLE_SECONDS));
        }
    }

    private static List<Binding> bindings(List<ListenerDocument> listeners, Faults faults) {
        faults.require(
                !listeners.isEmpty() && listeners.size() <= MAX_LISTENERS,
                "/listeners",
                "size",
                "1 to 16 listeners; to close a service, disable it.");
        List<Binding> bindings = new ArrayList<>();
        for (int i = 0; i < listeners.size(); i++) {
            ListenerDocument listener = listeners.get(i);
            String pointer = "/listeners/" + i;
            faults.require(
                    listener.port() >= 1 && listener.port() <= MAX_PORT, pointer + "/port", "range", "1 to 65535.");
            bindings.add(new Binding(
                    address(listener.address(), pointer + "/address", faults),
                    listener.port(),
                    listener.proxyProtocol() == ProxyProtocol.V2));
        }
        return bindings;
    }

    private static String address(String text, String pointer, Faults faults) {
        if (text.equals("any") || text.equals("loopback")) {
            return text;
        }
        return switch (IpAddress.parse(text)) {
            case ParseResult.Parsed<IpAddress>(IpAddress address) -> {
                faults.require(
                        !address.format().equals("0.0.0.0") && !address.format().equals("::"),
                        pointer,
                        "wildcard",
                        "Say \"any\" for every address.");
                yield address.format();
            }
            case ParseResult.SyntaxError<IpAddress> _ -> {
                faults.add(pointer, "syntax", "\"any\", \"loopback\" or one IP address of the machine.");
                yield text;
            }
        };
    }

    // The edge listens where its process is configured to, and stopping it would lock its administrators out.
    private void requireEdgeUnchanged(ServiceCatalogue service, ServiceDocument shown) {
        boolean unchanged = enabled == shown.enabled && startMode == shown.startMode && places().equals(shown.places());
        if (service.isEdge() && !unchanged) {
            throw new ProblemException(
                    ProblemType.FEATURE_UNAVAILABLE,
                    "Where and when the port of the administration is open is set in its configuration.");
        }
    }

    /** Where it listens, whoever may speak there. */
    private List<Binding> places() {
        return listeners == null
                ? List.of()
                : listeners.stream()
                        .map(listener -> new Binding(listener.address(), listener.port(), false))
                        .toList();
    }

    private static void requireRange(int value, int most, String pointer, Faults faults) {
        faults.require(value >= 0 && value <= most, pointer, "range", "0 to " + most + ".");
    }
}
