package org.letterlock.netty.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

    /**
     * A socket to listen on.
     *
     * @param proxyProtocol whether its connections start with a PROXY header (SVC-14)
     * @param ipv6 whether {@code any} means IPv6 addresses too (SVC-13)
     */
    record Place(String address, int port, boolean proxyProtocol, boolean ipv6) {
        InetSocketAddress socketAddress() {
            InetSocketAddress found =
                    !ipv6 && isAny(address) ? new InetSocketAddress(ofText("0.0.0.0"), port) : find(address, port);
            // An address that nobody can bind, so that the fault is told where a port that is taken would be.
            return found == null ? InetSocketAddress.createUnresolved(address, port) : found;
        }
    }

    /**
     * Where to listen under a policy: at its bindings, or else where the process says.
     *
     * @param ipv6 whether at IPv6 addresses too
     */
    List<Place> places(ServicePolicy policy, boolean ipv6) {
        Stream<Place> places = policy.bindings().isEmpty()
                ? Stream.of(new Place(address, port, false, ipv6))
                : policy.bindings().stream().map(binding -> place(binding, ipv6));
        return places.filter(place -> ipv6 || !isIpv6(place.address()))
                .distinct()
                .toList();
    }

    private Place place(ServicePolicy.Binding binding, boolean ipv6) {
        return new Place(
                isAny(binding.address()) ? address : binding.address(),
                binding.port() == publicPort ? port : binding.port(),
                binding.proxyProtocol(),
                ipv6);
    }

    private static boolean isAny(String address) {
        return address.equalsIgnoreCase(ANY);
    }

    private static boolean isIpv6(String address) {
        return IpAddress.parse(address) instanceof Parsed<IpAddress>(IpAddress ip)
                && ip.family() == IpAddress.Family.IPV6;
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
