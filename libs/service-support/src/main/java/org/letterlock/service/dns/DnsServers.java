package org.letterlock.service.dns;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * The DNS servers that an installation asks: that of {@code letterlock.dns.server}, or else those of the system. They are
 * asked over UDP, and over TCP where an answer is cut (RFC 7766 section 5).
 */
public final class DnsServers {
    /** How long a question may take, whatever the servers do (FLOW-5). */
    public static final Duration BUDGET = Duration.ofSeconds(5);

    private static final Duration TRY = Duration.ofMillis(2400); // two fit into the budget: a datagram may be lost
    private static final int TRIES = 2;
    /** What no network cuts into pieces that get lost; it is what the operators of resolvers agreed on in 2020. */
    private static final int DATAGRAM = 1232;

    private DnsServers() {}

    /**
     * A resolver that asks them.
     *
     * @param server {@code HOST:PORT} or {@code HOST} of the server to ask; null for those of the system
     * @throws IllegalArgumentException if it is neither
     */
    public static Resolver resolver(@Nullable String server) {
        return resolver(server == null ? ResolverConfig.getCurrentConfig().servers() : List.of(addressOf(server)));
    }

    /** A resolver that asks the server at that address, and no other. */
    public static Resolver resolverAt(InetSocketAddress server) {
        return resolver(List.of(server));
    }

    private static Resolver resolver(List<InetSocketAddress> servers) {
        ExtendedResolver resolver =
                new ExtendedResolver(servers.stream().map(DnsServers::simple).toList());
        for (Resolver each : resolver.getResolvers()) {
            each.setTimeout(TRY); // the constructor has set another one
        }
        resolver.setRetries(TRIES);
        resolver.setTimeout(BUDGET);
        return resolver;
    }

    private static Resolver simple(InetSocketAddress server) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setEDNS(0, DATAGRAM, 0, List.of());
        resolver.setIoClientFactory(new OwnConnections());
        return resolver;
    }

    private static InetSocketAddress addressOf(String server) {
        try {
            int colon = server.lastIndexOf(':');
            SimpleResolver resolver = new SimpleResolver(colon < 0 ? server : server.substring(0, colon));
            resolver.setPort(colon < 0 ? SimpleResolver.DEFAULT_PORT : Integer.parseInt(server.substring(colon + 1)));
            return resolver.getAddress();
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("letterlock.dns.server is not HOST:PORT: " + server, e);
        }
    }

    /** Datagrams as dnsjava sends them; a connection for each question that needs one. */
    private static final class OwnConnections implements IoClientFactory {
        private final IoClientFactory dnsjava = new DefaultIoClientFactory();
        private final TcpIoClient connections = new DnsConnections();

        @Override
        public TcpIoClient createOrGetTcpClient() {
            return connections;
        }

        @Override
        public UdpIoClient createOrGetUdpClient() {
            return dnsjava.createOrGetUdpClient();
        }
    }
}
