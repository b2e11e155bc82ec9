package org.letterlock.admin.service;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.letterlock.admin.ipgroup.PredefinedGroups;
import org.letterlock.contracts.access.ServicePolicy;

/** The fourteen services of SVC-1 with their standard ports and defaults (CONN-2, CONN-3). */
enum ServiceCatalogue {
    SMTP("smtp", 25, Transport.STARTTLS, Perimeter.ALLOW, true, 1000, 20),
    SMTPS("smtps", 465, Transport.TLS, Perimeter.ALLOW, true, 500, 50),
    SUBMISSION("submission", 587, Transport.STARTTLS, Perimeter.ALLOW, true, 500, 50),
    POP3("pop3", 110, Transport.STARTTLS, Perimeter.DENY, false, 500, 20),
    POP3S("pop3s", 995, Transport.TLS, Perimeter.ALLOW, false, 500, 20),
    IMAP("imap", 143, Transport.STARTTLS, Perimeter.DENY, true, 5000, 100),
    IMAPS("imaps", 993, Transport.TLS, Perimeter.ALLOW, true, 5000, 100),
    NNTP("nntp", 119, Transport.STARTTLS, Perimeter.DENY, false, 200, 20),
    NNTPS("nntps", 563, Transport.TLS, Perimeter.ALLOW, false, 200, 20),
    LDAP("ldap", 389, Transport.STARTTLS, Perimeter.DENY, false, 500, 50),
    LDAPS("ldaps", 636, Transport.TLS, Perimeter.ALLOW, false, 500, 50),
    HTTP("http", 80, Transport.CLEAR, Perimeter.DENY, false, 200, 100),
    HTTPS("https", 443, Transport.TLS, Perimeter.ALLOW, false, 2000, 100),
    ADMIN("admin", 4040, Transport.TLS, Perimeter.ALLOW, true, 200, 50);

    private final String id;
    private final int port;
    private final Transport transport;
    private final Perimeter perimeter;
    private final boolean available;
    private final int maxConnections;
    private final int maxConnectionsPerAddress;

    ServiceCatalogue(
            String id,
            int port,
            Transport transport,
            Perimeter perimeter,
            boolean available,
            int maxConnections,
            int maxConnectionsPerAddress) {
        this.id = id;
        this.port = port;
        this.transport = transport;
        this.perimeter = perimeter;
        this.available = available;
        this.maxConnections = maxConnections;
        this.maxConnectionsPerAddress = maxConnectionsPerAddress;
    }

    static Optional<ServiceCatalogue> find(String id) {
        return Arrays.stream(values()).filter(service -> service.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    /** The standard port. */
    int port() {
        return port;
    }

    Transport transport() {
        return transport;
    }

    Perimeter perimeter() {
        return perimeter;
    }

    /** Whether this version of the suite can serve it. */
    boolean isAvailable() {
        return available;
    }

    /** The service that does the same inside TLS from the first octet. Port 25 has none: other servers come there. */
    Optional<ServiceCatalogue> tlsTwin() {
        return switch (this) {
            case SUBMISSION -> Optional.of(SMTPS);
            case POP3 -> Optional.of(POP3S);
            case IMAP -> Optional.of(IMAPS);
            case NNTP -> Optional.of(NNTPS);
            case LDAP -> Optional.of(LDAPS);
            case HTTP -> Optional.of(HTTPS);
            case SMTP, SMTPS, POP3S, IMAPS, NNTPS, LDAPS, HTTPS, ADMIN -> Optional.empty();
        };
    }

    /** Whether it is the port of this very process: what is set there takes no other way than its configuration. */
    boolean isEdge() {
        return this == ADMIN;
    }

    /** Where it listens under a policy, as clients see it: at the bindings, or else at its standard port. */
    List<ServicePolicy.Binding> listeners(ServicePolicy policy) {
        return policy.bindings().isEmpty() ? standardListeners() : policy.bindings();
    }

    /** Its standard port on any address. */
    List<ServicePolicy.Binding> standardListeners() {
        return List.of(new ServicePolicy.Binding("any", port, false));
    }

    /** Ports that belong to it beside its listeners, on any address. */
    List<Integer> furtherPorts() {
        return switch (this) {
            case HTTP -> List.of(8800);
            case HTTPS -> List.of(8843);
            case SMTP, SMTPS, SUBMISSION, POP3, POP3S, IMAP, IMAPS, NNTP, NNTPS, LDAP, LDAPS, ADMIN -> List.of();
        };
    }

    /** The component that opens its ports. */
    String carriedBy() {
        return switch (this) {
            case SMTP, SMTPS, SUBMISSION -> "smtp-ingress";
            case POP3, POP3S, IMAP, IMAPS, NNTP, NNTPS -> "mailbox-ingress";
            case LDAP, LDAPS -> "directory-ingress";
            case HTTP, HTTPS, ADMIN -> "admin-api";
        };
    }

    /** Whether a session's idle time can be set, and the least that the protocol's RFC allows, in seconds (CONN-10). */
    OptionalInt leastIdleTimeout() {
        return switch (this) {
            case IMAP, IMAPS -> OptionalInt.of(1800); // RFC 9051 section 5.4
            case POP3, POP3S, NNTP, NNTPS, LDAP, LDAPS -> OptionalInt.of(600);
            case SMTP, SMTPS, SUBMISSION, HTTP, HTTPS, ADMIN -> OptionalInt.empty();
        };
    }

    /** Whether it can be used without a login (SVC-2). */
    boolean permitsAnonymous() {
        return this == NNTP || this == NNTPS;
    }

    /** What holds until somebody changes it. A service that the perimeter denies is for local clients. */
    ServicePolicy defaultPolicy() {
        return new ServicePolicy(
                id,
                available,
                perimeter == Perimeter.DENY ? PredefinedGroups.LOCAL_CLIENTS : null,
                maxConnections,
                maxConnectionsPerAddress);
    }

    /** How a connection is protected. */
    enum Transport {
        CLEAR,
        STARTTLS,
        TLS
    }

    /** What the firewall in front of the installation ought to do with the port. */
    enum Perimeter {
        ALLOW,
        DENY
    }
}
