package org.letterlock.netty.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/**
 * One port of a service.
 *
 * @param service one of the ids of SVC-1, such as {@code submission}
 * @param address {@code any}, {@code loopback} or one IP address of this machine
 * @param port 0 lets the system choose, for tests
 */
public record ListenerSettings(String service, String address, int port, Transport transport) {
    private static final int MAX_PORT = 65_535;

    public ListenerSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(service + ": no port number: " + port);
        }
        socketAddress(service, address, port);
    }

    /** Where to bind. */
    public InetSocketAddress socketAddress() {
        return socketAddress(service, address, port);
    }

    private static InetSocketAddress socketAddress(String service, String address, int port) {
        return switch (address.toLowerCase(Locale.ROOT)) {
            case "any" -> new InetSocketAddress(port);
            case "loopback" -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            default ->
                switch (IpAddress.parse(address)) {
                    case Parsed<IpAddress>(IpAddress ip) -> new InetSocketAddress(ofText(ip.format()), port);
                    case ParseResult.SyntaxError<IpAddress> _ ->
                        throw new IllegalArgumentException(
                                service + ": listener address is neither any, loopback nor an IP address: " + address);
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
