package org.letterlock.auth.guessing;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code failing_clients}: who failed to log in and, in rows of their own, who asked for unknown recipients. Each failure is counted by one statement that holds the row, so that however many come at
 * once, on however many replicas, none is lost.
 */
final class JdbcFailures {
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final int SHORT_TOKEN = 16;
    private static final String COUNT = """
            INSERT INTO failing_clients AS c (client, failed_at, services, names, last_failure)
            VALUES (:client, ARRAY[CAST(:now AS timestamptz)], ARRAY[CAST(:service AS text)], ARRAY[CAST(:name AS text)],
                CAST(:now AS timestamptz))
            ON CONFLICT (client) DO UPDATE SET last_failure = excluded.last_failure,
                (failed_at, services, names) = (
                    SELECT array_agg(f.failed_at), array_agg(f.service), array_agg(f.name)
                    FROM (SELECT * FROM (
                            SELECT * FROM unnest(c.failed_at, c.services, c.names) AS k (failed_at, service, name)
                            WHERE k.failed_at > CAST(:start AS timestamptz)
                            UNION ALL
                            SELECT CAST(:now AS timestamptz), CAST(:service AS text), CAST(:name AS text)) a
                        ORDER BY a.failed_at DESC LIMIT 1001) f)
            RETURNING services, names""";

    private final JdbcClient jdbc;
    private final Sealer sealer;

    JdbcFailures(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    ClientTally count(ClientNetwork client, String service, String name, Instant now, Instant windowStart) {
        return count(token("client", client.key()), service, name, now, windowStart);
    }

    /** How many there were within the window (LIMIT-4); one that comes twice counts once. */
    int countUnknownRecipient(ClientNetwork client, UUID id, Instant at, Instant windowStart) {
        return count(harvester(client), "", id.toString(), at, windowStart).names();
    }

    private ClientTally count(byte[] client, String service, String name, Instant now, Instant windowStart) {
        return jdbc.sql(COUNT)
                .param("client", client)
                .param("service", service)
                .param("name", HexFormat.of().formatHex(token("name", name), 0, SHORT_TOKEN))
                .param("now", Timestamp.from(now))
                .param("start", Timestamp.from(windowStart))
                .query((row, _) -> {
                    String[] services = texts(row, "services");
                    return new ClientTally(
                            services.length, Set.of(distinct(services)), distinct(texts(row, "names")).length);
                })
                .single();
    }

    void forget(ClientNetwork client) {
        forget(token("client", client.key()));
    }

    void forgetUnknownRecipients(ClientNetwork client) {
        forget(harvester(client));
    }

    private void forget(byte[] client) {
        jdbc.sql("DELETE FROM failing_clients WHERE client = ?").param(client).update();
    }

    /** Removes what no decision needs any more. */
    void removeOld(Instant now) {
        jdbc.sql("DELETE FROM failing_clients WHERE last_failure < ?")
                .param(Timestamp.from(now.minus(LONGEST_WINDOW)))
                .update();
    }

    private byte[] harvester(ClientNetwork client) {
        return token("harvester", client.key());
    }

    private byte[] token(String kind, String value) {
        return sealer.token(ClassKey.SECRETS, "auth", "guessing", kind, value);
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return (String[]) array.getArray();
    }

    private static String[] distinct(String[] texts) {
        return Arrays.stream(texts).distinct().toArray(String[]::new);
    }
}
