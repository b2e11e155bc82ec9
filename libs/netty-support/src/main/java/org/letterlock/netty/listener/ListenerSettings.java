package org.letterlock.netty.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/**
 * Where this process serves a service.
 *
 * @param service one of the ids of SVC-1, such as {@code submission}
 * @param address {@code any}, {@code loopback} or one IP address of this machine; stands for {@code any} in the policy
 * @param port the machine's own for {@code publicPort}; 0 lets the system choose, for tests
 * @param publicPort the service's standard port, as clients see it
 */
public record ListenerSettings(String service, String address, int port, int publicPort, Transport transport) {
    private static final int MAX_PORT = 65_535;
    private static final String ANY = "any";

    public ListenerSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(service + ": no port number: " + port);
        }
        if (find(address, port) == null) {
            throw new IllegalArgumentException(
                    service + ": listener address is neither any, loopback nor an IP address: " + address);
        }
    }

    /** Settings of a process that opens the port which clients see. */
    public ListenerSettings(String service, String address, int port, Transport transport) {
        this(service, address, port, port, transport);
    }

    /** A socket to listen on; {@code proxyProtocol} where its connections start with a PROXY header (SVC-14). */
    record Place(String address, int port, boolean proxyProtocol) {
        InetSocketAddress socketAddress() {
            InetSocketAddress found = find(address, port);
            // An address that nobody can bind, so that the fault is told where a port that is taken would be.
            return found == null ? InetSocketAddress.createUnresolved(address, port) : found;
        }
    }

    /** Where to listen under a policy: at its bindings, or else where the process says. */
    List<Place> places(ServicePolicy policy) {
        if (policy.bindings().isEmpty()) {
            return List.of(new Place(address, port, false));
        }
        return policy.bindings().stream().map(this::place).distinct().toList();
    }

    private Place place(ServicePolicy.Binding binding) {
        return new Place(
                binding.address().equals(ANY) ? address : binding.address(),
                binding.port() == publicPort ? port : binding.port(),
                binding.proxyProtocol());
    }

    private static @Nullable InetSocketAddress find(String address, int port) {
        return switch (address.toLowerCase(Locale.ROOT)) {
            case ANY -> new InetSocketAddress(port);
            case "loopback" -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            default ->
                switch (IpAddress.parse(address)) {
                    case Parsed<IpAddress>(IpAddress ip) -> new InetSocketAddress(ofText(ip.format()), port);
                    case ParseResult.SyntaxError<IpAddress> _ -> null;
                };
        };
    }

    private static InetAddress ofText(String ip) {
        try {
            return InetAddress.getByName(ip);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address in text form needs no look-up", e);
        }
    }
}
