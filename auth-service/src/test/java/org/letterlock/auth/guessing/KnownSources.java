package org.letterlock.auth.guessing;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes it as if accounts had logged in from somewhere. */
public final class KnownSources {
    private KnownSources() {}

    /** One account from one address, as a login notes it. */
    public static void add(JdbcClient jdbc, Sealer sealer, String login, String address) {
        new JdbcLocks(jdbc, sealer, 1000).succeed(login, ClientNetwork.parse(address), Instant.now());
    }

    /** Many at once: addresses by login. */
    public static void addAll(JdbcTemplate jdbc, Sealer sealer, Map<String, String> addresses) {
        List<Object[]> rows = new ArrayList<>();
        addresses.forEach((login, address) -> {
            ClientNetwork source =
                    Optional.of(address).flatMap(ClientNetwork::parse).orElseThrow();
            byte[] client = sealer.token(ClassKey.SECRETS, "auth", "guessing", "source", source.key());
            rows.add(new Object[] {
                JdbcLocks.nameToken(sealer, login),
                client,
                new byte[0],
                Timestamp.from(Instant.now()),
                KnownAddresses.seal(sealer, source, client)
            });
        });
        jdbc.batchUpdate(
                "INSERT INTO known_sources (name, client, domain, last_success, failures, address)"
                        + " VALUES (?, ?, ?, ?, 0, ?)",
                rows);
    }
}
