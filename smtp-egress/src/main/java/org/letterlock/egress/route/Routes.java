package org.letterlock.egress.route;

import java.util.List;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/** All rules, in their order; the first that holds decides. */
public record Routes(List<RouteRule> rules) {
    /** Mail exchangers for everything. */
    public static final Routes NONE = new Routes(List.of());

    private static final int SMTP = 25;

    public Routes {
        rules = List.copyOf(rules);
    }

    /** Which way the mail takes. */
    public Route find(ReversePath sender, AddrSpec recipient) {
        for (RouteRule rule : rules) {
            if (rule.holdsFor(sender, recipient)) {
                String host = rule.host();
                return host == null
                        ? new Route.ToMailExchangers(recipient.domain(), rule.port(), rule.tls())
                        : new Route.ToHost(host, rule.port(), rule.tls());
            }
        }
        return new Route.ToMailExchangers(recipient.domain(), SMTP, TlsMode.OPPORTUNISTIC);
    }
}
