package org.letterlock.egress.route;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.letterlock.egress.route.NameService.Answer;
import org.letterlock.egress.route.NameService.Exchanger;
import org.letterlock.egress.route.Resolution.Found;
import org.letterlock.egress.route.Resolution.Undecided;
import org.letterlock.egress.route.Resolution.Unroutable;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/** Finds the servers of a route: address resolution and mail handling of RFC 5321 section 5.1. */
public final class MailRouter {
    private static final int SMTP = 25;
    private static final int MAX_TARGETS = 10;
    private static final int MAX_EXCHANGERS =
            20; // an answer may name thousands, and each costs up to two look-ups that time out
    private static final EnhancedStatusCode NO_SUCH_DOMAIN = new EnhancedStatusCode(5, 1, 2);
    private static final EnhancedStatusCode NULL_MX = new EnhancedStatusCode(5, 1, 10);
    private static final EnhancedStatusCode UNABLE_TO_ROUTE = new EnhancedStatusCode(5, 4, 4);
    private static final EnhancedStatusCode ROUTING_LOOP = new EnhancedStatusCode(5, 4, 6);
    private static final EnhancedStatusCode DIRECTORY_FAILURE = new EnhancedStatusCode(4, 4, 3);
    private static final Undecided NO_ANSWER = new Undecided(DIRECTORY_FAILURE, "DNS lookup failed");
    private static final Unroutable LOOP =
            new Unroutable(ROUTING_LOOP, "Mail for this domain loops back to this server");
    private static final Unroutable NO_ADDRESS = new Unroutable(UNABLE_TO_ROUTE, "No mail server has an address");

    private final NameService names;
    private final OwnHost ownHost;
    private final RandomGenerator random;

    /** @param random spreads the load among exchangers of equal preference */
    public MailRouter(NameService names, OwnHost ownHost, RandomGenerator random) {
        this.names = names;
        this.ownHost = ownHost;
        this.random = random;
    }

    /** The servers to try. Blocks for the DNS. */
    public Resolution resolve(Route route) {
        return switch (route) {
            case Route.ToHost(String host, int port, var _, var _) -> hostNamed(host, port);
            case Route.ToMailExchangers(Domain domain, int port, var _) ->
                domain.isAddressLiteral() ? literal(domain, port) : exchangers(domain, port);
        };
    }

    private Resolution hostNamed(String host, int port) {
        if (isAddress(host)) {
            return new Found(targets(host, List.of(InetAddress.ofLiteral(host)), port));
        }
        return switch (names.addresses(host)) {
            case Answer.Records<InetAddress>(List<InetAddress> addresses) -> new Found(targets(host, addresses, port));
            case Answer.Failed<InetAddress> _ -> NO_ANSWER;
            // A rule that is wrong today may be mended tomorrow; the mail waits for it.
            case Answer.NoData<InetAddress> _, Answer.NoName<InetAddress> _ ->
                new Undecided(new EnhancedStatusCode(4, 4, 4), "The host of the route has no address");
        };
    }

    // Names of letters and digits only are not tried as addresses: "face" is a host name.
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private Resolution literal(Domain domain, int port) {
        String text = domain.text().substring(1, domain.text().length() - 1);
        String address = text.regionMatches(true, 0, "IPv6:", 0, 5) ? text.substring(5) : text;
        try {
            return withoutOwn(new Found(targets(address, List.of(InetAddress.ofLiteral(address)), port)), port);
        } catch (IllegalArgumentException notAnAddress) {
            return new Unroutable(NO_SUCH_DOMAIN, "Not an IP address");
        }
    }

    private Resolution exchangers(Domain domain, int port) {
        return switch (names.exchangers(domain.text())) {
            case Answer.Failed<Exchanger> _ -> NO_ANSWER;
            case Answer.NoName<Exchanger> _ -> new Unroutable(NO_SUCH_DOMAIN, "Domain not found");
            // RFC 5321 section 5.1: no MX at all means the domain itself; an implicit MX.
            case Answer.NoData<Exchanger> _ -> addressed(List.of(new Exchanger(0, domain.text())), port);
            case Answer.Records<Exchanger>(List<Exchanger> records) ->
                records.stream().allMatch(record -> record.host().isEmpty())
                        ? new Unroutable(NULL_MX, "556 Domain does not accept mail")
                        : addressed(inOrder(records), port);
        };
    }

    // RFC 5321 section 5.1: where we are in the list ourselves, only those preferred to us are tried.
    private List<Exchanger> inOrder(List<Exchanger> records) {
        List<Exchanger> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, Random.from(random));
        ordered.sort(Comparator.comparingInt(Exchanger::preference));
        int own = ordered.stream()
                .filter(record -> ownHost.isNamed(record.host()))
                .mapToInt(Exchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        return ordered.stream()
                .filter(record -> record.preference() < own)
                .limit(MAX_EXCHANGERS)
                .toList();
    }

    private Resolution addressed(List<Exchanger> exchangers, int port) {
        if (exchangers.isEmpty()) {
            return LOOP;
        }
        List<Target> targets = new ArrayList<>();
        boolean unanswered = false;
        for (Exchanger exchanger : exchangers) {
            switch (names.addresses(exchanger.host())) {
                case Answer.Records<InetAddress>(List<InetAddress> addresses) ->
                    targets.addAll(targets(exchanger.host(), addresses, port));
                case Answer.Failed<InetAddress> _ -> unanswered = true;
                case Answer.NoData<InetAddress> _, Answer.NoName<InetAddress> _ -> {}
            }
            if (targets.size() >= MAX_TARGETS) {
                break;
            }
        }
        if (targets.isEmpty()) {
            return unanswered ? NO_ANSWER : NO_ADDRESS;
        }
        return withoutOwn(new Found(targets.subList(0, Math.min(MAX_TARGETS, targets.size()))), port);
    }

    private Resolution withoutOwn(Found found, int port) {
        if (port != SMTP) {
            return found; // the administrator has named a port: another server may listen here
        }
        List<Target> foreign = found.targets().stream()
                .filter(target -> !ownHost.hasAddress(target.address().getAddress()))
                .toList();
        return foreign.isEmpty() ? LOOP : new Found(foreign);
    }

    private static List<Target> targets(String host, List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new Target(host, new InetSocketAddress(address, port)))
                .toList();
    }
}
