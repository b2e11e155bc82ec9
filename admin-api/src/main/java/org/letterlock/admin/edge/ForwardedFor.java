package org.letterlock.admin.edge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** What proxies say of the client behind them (SVC-15): RFC 7239, or the older header field. Pure. */
final class ForwardedFor {
    private static final String FOR = "for=";

    private ForwardedFor() {}

    /**
     * The last hop that is no trusted proxy; empty where there is none, or where a hop before it is not an address, as then
     * nobody trustworthy has said who came before.
     *
     * @param forwarded the values of the field {@code Forwarded}; where there are any, the others do not count
     * @param xForwardedFor the values of the field {@code X-Forwarded-For}
     */
    static Optional<IpAddress> client(
            List<String> forwarded, List<String> xForwardedFor, Predicate<IpAddress> isTrusted) {
        List<String> hops = forwarded.isEmpty() ? split(xForwardedFor) : nodes(forwarded);
        Collections.reverse(hops);
        for (String hop : hops) {
            Optional<IpAddress> address = address(hop);
            if (address.isEmpty() || !isTrusted.test(address.get())) {
                return address;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether both fields are there and tell of different clients. A proxy writes one of them and lets the other through as its
     * client has written it, and nobody can tell which.
     */
    static boolean disagree(List<String> forwarded, List<String> xForwardedFor, Predicate<IpAddress> isTrusted) {
        return !forwarded.isEmpty()
                && !xForwardedFor.isEmpty()
                && !client(forwarded, List.of(), isTrusted).equals(client(List.of(), xForwardedFor, isTrusted));
    }

    private static List<String> split(List<String> values) {
        List<String> elements = new ArrayList<>();
        values.forEach(value -> elements.addAll(List.of(value.split(",", -1))));
        return elements;
    }

    // forwarded-element = [ forwarded-pair ] *( ";" [ forwarded-pair ] )    RFC 7239 section 4
    private static List<String> nodes(List<String> forwarded) {
        List<String> nodes = new ArrayList<>();
        for (String element : split(forwarded)) {
            String node = "";
            for (String pair : element.split(";", -1)) {
                if (pair.strip().toLowerCase(Locale.ROOT).startsWith(FOR)) {
                    node = pair.strip().substring(FOR.length());
                }
            }
            nodes.add(node);
        }
        return nodes;
    }

    // node = nodename [ ":" node-port ]; nodename = IPv4address / "[" IPv6address "]" / "unknown" / obfnode
    // RFC 7239 section 6; the older field has addresses of IPv6 without brackets too
    private static Optional<IpAddress> address(String hop) {
        String node = hop.strip();
        if (node.length() >= 2 && node.startsWith("\"") && node.endsWith("\"")) {
            node = node.substring(1, node.length() - 1);
        }
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            node = end < 0 ? "" : node.substring(1, end);
        } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
            node = node.substring(0, node.indexOf(':'));
        }
        return IpAddress.parse(node) instanceof Parsed<IpAddress>(IpAddress address)
                ? Optional.of(address)
                : Optional.empty();
    }
}
