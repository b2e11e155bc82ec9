package org.letterlock.auth.guessing;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.letterlock.auth.guessing.NameTally.Lock;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code failing_names}, which counts what strangers do, and {@code known_sources}, in which each source of a name
 * has its own count (GUESS-10). Each failure is counted by one statement that holds the row, so that however many come at once,
 * on however many replicas, none is lost and no lock is passed by.
 */
final class JdbcLocks {
    /** A name whose failures are older starts anew. */
    static final Duration MEMORY = Duration.ofDays(1);

    /** How long a success makes its source a known one (GUESS-10). */
    static final Duration KNOWN_FOR = Duration.ofDays(30);

    /** Failures of strangers within an hour from which on known sources are locked out too (GUESS-10). */
    static final int CEILING = 50;

    /** Most names that are remembered; whoever makes up more makes the oldest be forgotten, not the disk full. */
    static final int MAX_NAMES = 1_000_000;

    /** A source that goes on succeeding is written down as often. */
    private static final Duration REFRESH = Duration.ofHours(1);

    // Whether the source is a known one, whether a success would change what is stored of it, and whether a lock holds
    // for it; always one row.
    private static final String STANDING = """
            SELECT k.name IS NOT NULL AS known,
                coalesce(k.failures > 0 OR k.last_success < CAST(:refresh AS timestamptz) OR k.address IS NULL,
                    TRUE) AS outdated,
                coalesce(n.locked_for_all_until > CAST(:now AS timestamptz), FALSE)
                OR coalesce(CASE WHEN k.name IS NULL THEN n.locked_until ELSE k.locked_until END
                    > CAST(:now AS timestamptz), FALSE) AS locked
            FROM (SELECT CAST(:name AS bytea) AS name) w
            LEFT JOIN failing_names n ON n.name = w.name
            LEFT JOIN known_sources k ON k.name = w.name AND k.client = CAST(:client AS bytea)
                AND k.last_success > CAST(:knownSince AS timestamptz)""";
    private static final String COUNT_STRANGER = """
            INSERT INTO failing_names AS n (name, domain, failures, last_failure, locked_until, within_hour)
            VALUES (:name, :domain, 1, CAST(:now AS timestamptz),
                CASE WHEN :lockAfter <= 1 THEN CAST(:until AS timestamptz) END, ARRAY[CAST(:now AS timestamptz)])
            ON CONFLICT (name) DO UPDATE SET last_failure = excluded.last_failure,
                (failures, locked_until, within_hour, locked_for_all_until) = (
                    SELECT k.failures, CASE WHEN k.failures >= :lockAfter THEN CAST(:until AS timestamptz) END, h.times,
                        CASE WHEN cardinality(h.times) >= :ceiling
                            THEN greatest(h.times[1] + INTERVAL '1 hour', CAST(:until AS timestamptz)) END
                    FROM (SELECT CASE WHEN n.locked_until IS NULL AND n.last_failure > CAST(:oldest AS timestamptz)
                            THEN n.failures + 1 ELSE 1 END) AS k (failures),
                        (SELECT array_agg(newest.t ORDER BY newest.t)
                            FROM (SELECT t FROM unnest(n.within_hour || CAST(:now AS timestamptz)) AS u (t)
                                WHERE t > CAST(:now AS timestamptz) - INTERVAL '1 hour'
                                ORDER BY t DESC LIMIT :ceiling) newest) AS h (times))
            WHERE coalesce(greatest(n.locked_until, n.locked_for_all_until) <= CAST(:now AS timestamptz), TRUE)
            RETURNING failures, locked_until IS NOT NULL AS locks, locked_for_all_until IS NOT NULL AS locks_all""";
    private static final String COUNT_KNOWN = """
            UPDATE known_sources k SET last_failure = CAST(:now AS timestamptz),
                (failures, locked_until) = (
                    SELECT f.failures, CASE WHEN f.failures >= :lockAfter THEN CAST(:until AS timestamptz) END
                    FROM (SELECT CASE WHEN k.locked_until IS NULL AND k.last_failure > CAST(:oldest AS timestamptz)
                        THEN k.failures + 1 ELSE 1 END) AS f (failures))
            WHERE k.name = :name AND k.client = :client
                AND coalesce(k.locked_until <= CAST(:now AS timestamptz), TRUE)
                AND NOT EXISTS (SELECT FROM failing_names n
                    WHERE n.name = :name AND n.locked_for_all_until > CAST(:now AS timestamptz))
            RETURNING failures, locked_until IS NOT NULL AS locks""";
    private static final String SUCCEED = "WITH standing AS (" + STANDING + """
            ), strangers AS (
                UPDATE failing_names n SET failures = 0, locked_until = NULL FROM standing s
                WHERE n.name = :name AND NOT s.known AND NOT s.locked AND (n.failures > 0 OR n.locked_until IS NOT NULL)
                    AND coalesce(greatest(n.locked_until, n.locked_for_all_until) <= CAST(:now AS timestamptz), TRUE)
            ), source AS (
                INSERT INTO known_sources AS k (name, client, domain, last_success, failures, address)
                SELECT :name, :client, :domain, CAST(:now AS timestamptz), 0, CAST(:address AS bytea) FROM standing s
                WHERE NOT s.locked AND s.outdated AND octet_length(CAST(:client AS bytea)) > 0
                ON CONFLICT (name, client) DO UPDATE
                    SET last_success = excluded.last_success, failures = 0, locked_until = NULL,
                        address = excluded.address
                    WHERE coalesce(k.locked_until <= CAST(:now AS timestamptz), TRUE)
            ) SELECT locked FROM standing""";

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final int maxNames;

    /** @param maxNames how many names with failures are remembered */
    JdbcLocks(JdbcClient jdbc, Sealer sealer, int maxNames) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.maxNames = maxNames;
    }

    /** What a source is to a name, and whether a lock holds for it. */
    record Standing(boolean isKnown, boolean isLocked) {}

    /** @param source empty for what is no address, which is a stranger always */
    Standing standing(String name, Optional<ClientNetwork> source, Instant now) {
        return asked(STANDING, name, source, now)
                .query((row, _) -> new Standing(row.getBoolean("known"), row.getBoolean("locked")))
                .single();
    }

    /** Counts a failure; empty, and not counted, while a lock holds for that source. */
    Optional<NameTally> count(String name, Optional<ClientNetwork> source, int lockAfter, Instant now, Instant until) {
        return standing(name, source, now).isKnown()
                ? countKnown(name, source, lockAfter, now, until)
                : countStranger(name, lockAfter, now, until);
    }

    private Optional<NameTally> countKnown(
            String name, Optional<ClientNetwork> source, int lockAfter, Instant now, Instant until) {
        return jdbc.sql(COUNT_KNOWN)
                .param("name", token("name", name))
                .param("client", client(source))
                .param("lockAfter", lockAfter)
                .param("now", Timestamp.from(now))
                .param("oldest", Timestamp.from(now.minus(MEMORY)))
                .param("until", Timestamp.from(until))
                .query((row, _) ->
                        new NameTally(row.getInt("failures"), row.getBoolean("locks") ? Lock.SOURCE : Lock.NOBODY))
                .optional();
    }

    private Optional<NameTally> countStranger(String name, int lockAfter, Instant now, Instant until) {
        return jdbc.sql(COUNT_STRANGER)
                .param("name", token("name", name))
                .param("domain", domain(name))
                .param("lockAfter", lockAfter)
                .param("ceiling", CEILING)
                .param("now", Timestamp.from(now))
                .param("oldest", Timestamp.from(now.minus(MEMORY)))
                .param("until", Timestamp.from(until))
                .query((row, _) -> {
                    Lock lock = row.getBoolean("locks") ? Lock.STRANGERS : Lock.NOBODY;
                    return new NameTally(row.getInt("failures"), row.getBoolean("locks_all") ? Lock.EVERYBODY : lock);
                })
                .optional();
    }

    /** Forgets the failures of that source, and knows it from now on; false, and nothing changed, while a lock holds for it. */
    boolean succeed(String name, Optional<ClientNetwork> source, Instant now) {
        return !asked(SUCCEED, name, source, now)
                .param("domain", domain(name))
                .param("address", source.map(this::address).orElse(new byte[0]))
                .query(Boolean.class)
                .single();
    }

    private JdbcClient.StatementSpec asked(String sql, String name, Optional<ClientNetwork> source, Instant now) {
        return jdbc.sql(sql)
                .param("name", token("name", name))
                .param("client", client(source))
                .param("now", Timestamp.from(now))
                .param("refresh", Timestamp.from(now.minus(REFRESH)))
                .param("knownSince", Timestamp.from(now.minus(KNOWN_FOR)));
    }

    /** Forgets the failures at a name and ends its locks; whether there were any. */
    boolean unlock(String name) {
        return end("name = ?", token("name", name)) > 0;
    }

    /** As {@link #unlock}, for all names in a domain; how many. */
    int unlockDomain(String domain) {
        return end("domain = ?", token("domain", domain));
    }

    /** As {@link #unlock}, for all names; how many. */
    int unlockAll() {
        return end("TRUE");
    }

    private int end(String which, Object... parameters) {
        return jdbc.sql(
                        "WITH strangers AS (DELETE FROM failing_names WHERE " + which + " RETURNING name), sources AS ("
                                + "UPDATE known_sources SET failures = 0, locked_until = NULL WHERE failures > 0 AND "
                                + which
                                + " RETURNING name) SELECT count(*) FROM (SELECT name FROM strangers UNION SELECT name FROM sources) n")
                .params(Stream.of(parameters, parameters)
                        .flatMap(Arrays::stream)
                        .toList())
                .query(Integer.class)
                .single();
    }

    /** Removes what no decision needs any more. */
    void removeOld(Instant now) {
        jdbc.sql("""
                        DELETE FROM failing_names WHERE last_failure < ?
                            AND coalesce(greatest(locked_until, locked_for_all_until) <= ?, TRUE)""")
                .params(Timestamp.from(now.minus(MEMORY)), Timestamp.from(now))
                .update();
        jdbc.sql("""
                        DELETE FROM failing_names WHERE last_failure <
                            (SELECT last_failure FROM failing_names ORDER BY last_failure DESC OFFSET ? LIMIT 1)""").param(maxNames - 1).update();
        jdbc.sql("DELETE FROM known_sources WHERE last_success < ?")
                .param(Timestamp.from(now.minus(KNOWN_FOR)))
                .update();
    }

    private byte[] address(ClientNetwork source) {
        return KnownAddresses.seal(sealer, source, token("source", source.key()));
    }

    private byte[] client(Optional<ClientNetwork> source) {
        return source.map(network -> token("source", network.key())).orElse(new byte[0]);
    }

    private byte[] domain(String name) {
        return token("domain", name.substring(name.lastIndexOf('@') + 1));
    }

    /** By which a name is found. */
    static byte[] nameToken(Sealer sealer, String name) {
        return sealer.token(ClassKey.SECRETS, "auth", "guessing", "name", name);
    }

    private byte[] token(String kind, String value) {
        return sealer.token(ClassKey.SECRETS, "auth", "guessing", kind, value);
    }
}
