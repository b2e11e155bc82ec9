package org.letterlock.auth.guessing;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code failing_clients} and {@code failing_names}. Each failure is counted by one statement that holds the row, so
 * that however many come at once, on however many replicas, none is lost and no lock is passed by.
 */
final class JdbcFailures {
    /** A name whose failures are older starts anew. */
    static final Duration MEMORY = Duration.ofDays(1);

    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final int SHORT_TOKEN = 16;
    private static final String COUNT_CLIENT = """
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
                        ORDER BY a.failed_at DESC LIMIT 1000) f)
            RETURNING services, names""";
    private static final String COUNT_NAME = """
            INSERT INTO failing_names AS n (name, domain, failures, last_failure, locked_until)
            VALUES (:name, :domain, 1, CAST(:now AS timestamptz),
                CASE WHEN :lockAfter <= 1 THEN CAST(:until AS timestamptz) END)
            ON CONFLICT (name) DO UPDATE SET last_failure = excluded.last_failure,
                (failures, locked_until) = (
                    SELECT k.failures, CASE WHEN k.failures >= :lockAfter THEN CAST(:until AS timestamptz) END
                    FROM (SELECT CASE WHEN n.locked_until IS NULL AND n.last_failure > CAST(:oldest AS timestamptz)
                        THEN n.failures + 1 ELSE 1 END) AS k (failures))
            WHERE n.locked_until IS NULL OR n.locked_until <= CAST(:now AS timestamptz)
            RETURNING failures, locked_until IS NOT NULL AS locks""";

    private final JdbcClient jdbc;
    private final Sealer sealer;

    /** Failures in a row of a name, and whether the last one locked it. */
    record NameTally(int failures, boolean locks) {}

    JdbcFailures(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    ClientTally count(ClientNetwork client, String service, String name, Instant now, Instant windowStart) {
        return jdbc.sql(COUNT_CLIENT)
                .param("client", token("client", client.key()))
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

    void forgetClient(ClientNetwork client) {
        jdbc.sql("DELETE FROM failing_clients WHERE client = ?")
                .param(token("client", client.key()))
                .update();
    }

    /** Empty, and not counted, while the name is locked. */
    Optional<NameTally> count(String name, int lockAfter, Instant now, Instant until) {
        return jdbc.sql(COUNT_NAME)
                .param("name", token("name", name))
                .param("domain", token("domain", name.substring(name.lastIndexOf('@') + 1)))
                .param("lockAfter", lockAfter)
                .param("now", Timestamp.from(now))
                .param("oldest", Timestamp.from(now.minus(MEMORY)))
                .param("until", Timestamp.from(until))
                .query((row, _) -> new NameTally(row.getInt("failures"), row.getBoolean("locks")))
                .optional();
    }

    boolean isLocked(String name, Instant now) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM failing_names WHERE name = ? AND locked_until > ?)")
                .params(token("name", name), Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    /** Forgets the failures of a name, unless it is locked; whether it is not. */
    boolean reset(String name, Instant now) {
        return !jdbc.sql("""
                        WITH gone AS (DELETE FROM failing_names
                            WHERE name = :name AND (locked_until IS NULL OR locked_until <= CAST(:now AS timestamptz)))
                        SELECT EXISTS (SELECT FROM failing_names WHERE name = :name AND locked_until > CAST(:now AS timestamptz))""")
                .param("name", token("name", name))
                .param("now", Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    /** Forgets the failures of a name, locked or not; whether there were any. */
    boolean unlock(String name) {
        return jdbc.sql("DELETE FROM failing_names WHERE name = ?")
                        .param(token("name", name))
                        .update()
                > 0;
    }

    /** As {@link #unlock}, for all names in a domain; how many. */
    int unlockDomain(String domain) {
        return jdbc.sql("DELETE FROM failing_names WHERE domain = ?")
                .param(token("domain", domain))
                .update();
    }

    /** As {@link #unlock}, for all names; how many. */
    int unlockAll() {
        return jdbc.sql("DELETE FROM failing_names").update();
    }

    /** Removes what no decision needs any more. */
    void removeOld(Instant now) {
        jdbc.sql("DELETE FROM failing_clients WHERE last_failure < ?")
                .param(Timestamp.from(now.minus(LONGEST_WINDOW)))
                .update();
        jdbc.sql("DELETE FROM failing_names WHERE last_failure < ? AND (locked_until IS NULL OR locked_until <= ?)")
                .params(Timestamp.from(now.minus(MEMORY)), Timestamp.from(now))
                .update();
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
