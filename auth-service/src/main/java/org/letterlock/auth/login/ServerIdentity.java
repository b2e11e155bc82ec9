package org.letterlock.auth.login;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.ServerParameters;
import org.letterlock.sasl.StoredCredential;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What clients know this installation by. Some mechanisms prove the password for one server and one realm only. */
final class ServerIdentity {
    private static final int MAX_NETBIOS_NAME = 15;

    private final String hostName;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    ServerIdentity(String hostName, JdbcClient jdbc, InstantSource clock) {
        this.hostName = hostName;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The protocol of a service, by its name in access policies or that of its port; empty where there is no SASL. */
    static Optional<SaslProtocol> protocolOf(String service) {
        return AccessService.find(service)
                .or(() -> AccessService.ofPort(service))
                .flatMap(found -> switch (found) {
                    case SMTP_SUBMISSION -> Optional.of(SaslProtocol.SMTP);
                    case IMAP -> Optional.of(SaslProtocol.IMAP);
                    case POP3 -> Optional.of(SaslProtocol.POP3);
                    case NNTP -> Optional.of(SaslProtocol.NNTP);
                    case LDAP -> Optional.of(SaslProtocol.LDAP);
                    case PORTAL, ADMIN -> Optional.empty();
                });
    }

    /** What the server brings to an exchange. */
    ServerParameters parameters(
            SaslMechanism mechanism,
            SaslProtocol protocol,
            ChannelBindings bindings,
            boolean plusAdvertised,
            String nonce) {
        List<String> domains = needsDomains(mechanism) ? domains() : List.of();
        List<String> hosts = new ArrayList<>(List.of(hostName));
        hosts.addAll(domains);
        hosts.add("localhost"); // a client that comes through a tunnel of its own knows us by no other name
        Optional<String> primary = domains.stream().findFirst();
        return new ServerParameters(
                bindings,
                plusAdvertised,
                nonce,
                clock.instant(),
                protocol,
                hosts,
                // One realm only: clients that are offered several have to ask their user.
                primary.map(List::of).orElse(List.of()),
                primary.map(ServerIdentity::shortName).orElse(""));
    }

    private static boolean needsDomains(SaslMechanism mechanism) {
        return mechanism.needs() == StoredCredential.DIGEST_MD5_KEYS
                || mechanism.needs() == StoredCredential.NTLM_VERIFIER;
    }

    // The primary one first.
    private List<String> domains() {
        return jdbc.sql("""
                        SELECT n.name FROM domain_names n JOIN domains d ON d.id = n.domain_id
                        ORDER BY d.is_primary DESC, n.position, n.name LIMIT 1000""").query((row, _) -> row.getString("name")).list();
    }

    private static String shortName(String domain) {
        String label = domain.substring(0, domain.indexOf('.') < 0 ? domain.length() : domain.indexOf('.'));
        return label.substring(0, Math.min(label.length(), MAX_NETBIOS_NAME)).toUpperCase(Locale.ROOT);
    }
}
