package org.letterlock.admin.edge;

import java.util.List;

/** Which service owns which resources, most specific first. What is not listed is the edge's own, or nothing. */
final class RouteTable {
    static final List<Route> ROUTES = List.of(
            new Route("sender-policy-service", "/api/v1/accounts/{account}/delegations/**"),
            new Route("sender-policy-service", "/api/v1/accounts/{account}/sender-addresses"),
            new Route("sender-policy-service", "/api/v1/sender-policy/**"),
            new Route("sender-policy-service", "/api/v1/explain/sender"),
            new Route("dkim-service", "/api/v1/domains/{domain}/dns-guide"),
            new Route("auth-service", "/api/v1/domains/**"),
            new Route("auth-service", "/api/v1/accounts/**"),
            new Route("auth-service", "/api/v1/groups/**"),
            new Route("auth-service", "/api/v1/aliases/**"),
            new Route("auth-service", "/api/v1/tokens/**"),
            new Route("auth-service", "/api/v1/sessions/login"),
            new Route("auth-service", "/api/v1/sessions/logout"),
            new Route("auth-service", "/api/v1/sessions/current/**"),
            new Route("auth-service", "/api/v1/me/**"),
            new Route("auth-service", "/api/v1/blocked-addresses/**"),
            new Route("auth-service", "/api/v1/lock-outs/**"),
            new Route("auth-service", "/api/v1/explain/address"),
            new Route("auth-service", "/api/v1/explain/login"),
            new Route("dkim-service", "/api/v1/dkim/**"),
            new Route("mailstore-service", "/api/v1/mailboxes/**"),
            new Route("mailstore-service", "/api/v1/held-mail/**"),
            new Route("smtp-egress", "/api/v1/explain/route"),
            new Route("smtp-egress", "/api/v1/queue/**"),
            new Route("smtp-egress", "/api/v1/smtp/routes/**"));

    /** Resources of the edge itself below those of a service. */
    static final String OWN = "/api/v1/accounts/{account}/sessions";

    private RouteTable() {}

    /** Requests for a path that matches go to that service. */
    record Route(String service, String path) {}
}
