package org.letterlock.egress.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/** All rules, in their order; the first that holds decides. A rule without a name gets one that follows from its place. */
public record Routes(List<RouteRule> rules) {
    /** Mail exchangers for everything. */
    public static final Routes NONE = new Routes(List.of());

    private static final int SMTP = 25;

    public Routes {
        List<RouteRule> named = new ArrayList<>();
        for (RouteRule rule : rules) {
            named.add(rule.id() == null ? rule.named(new UUID(0, named.size() + 1L)) : rule);
        }
        rules = List.copyOf(named);
    }

    /** Which way the mail takes. */
    public Route find(ReversePath sender, AddrSpec recipient) {
        for (RouteRule rule : rules) {
            if (rule.holdsFor(sender, recipient)) {
                String host = rule.host();
                return host == null
                        ? new Route.ToMailExchangers(recipient.domain(), rule.port(), rule.tls())
                        : new Route.ToHost(host, rule.port(), rule.tls(), rule.login());
            }
        }
        return new Route.ToMailExchangers(recipient.domain(), SMTP, TlsMode.OPPORTUNISTIC);
    }

    /** The rule of that name. */
    public Optional<RouteRule> rule(UUID id) {
        return rules.stream().filter(rule -> id.equals(rule.id())).findFirst();
    }

    /** The rules with {@code rule} in the place of the one that has its name. */
    public Routes with(RouteRule rule) {
        return new Routes(rules.stream()
                .map(each -> each.id() != null && each.id().equals(rule.id()) ? rule : each)
                .toList());
    }

    /** The rules without the one of that name. */
    public Routes without(UUID id) {
        return new Routes(rules.stream().filter(rule -> !id.equals(rule.id())).toList());
    }
}
