package org.letterlock.auth.guessing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where accounts have logged in from within 30 days: the known sources of GUESS-10, of an IPv6 network its first address. Safe
 * for use by any thread.
 */
public final class KnownAddresses {
    private static final String COLUMN = "known_sources.address";
    private static final int MAX_REMEMBERED = 200_000;

    /** Beyond so many accounts all rows are read, instead of each account's. */
    private static final int MANY = 1000;

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final InstantSource clock;

    // What a client's token stands for never changes, and many accounts share one.
    private final Cache<Octets, IpAddress> opened =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    KnownAddresses(JdbcClient jdbc, Sealer sealer, InstantSource clock) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.clock = clock;
    }

    private record Row(Octets name, Octets client, Octets address) {}

    /** The addresses of these accounts by login; one that has none is not in it. */
    public Map<String, Set<IpAddress>> of(Collection<String> logins) {
        if (logins.isEmpty()) {
            return Map.of();
        }
        Map<Octets, String> names = logins.parallelStream()
                .collect(Collectors.toMap(
                        login -> Octets.wrap(JdbcLocks.nameToken(sealer, login)), login -> login, (one, _) -> one));
        List<byte[]> wanted = names.size() > MANY
                ? List.of()
                : names.keySet().stream().map(Octets::toBytes).toList();
        return rows(wanted).parallelStream()
                .filter(row -> names.containsKey(row.name()))
                .collect(Collectors.groupingBy(
                        row -> String.valueOf(names.get(row.name())),
                        Collectors.mapping(this::open, Collectors.toSet())));
    }

    /** @param names only these; all where it is empty */
    private List<Row> rows(List<byte[]> names) {
        String which = names.isEmpty() ? "" : " AND name IN (:names)";
        return jdbc.sql("SELECT name, client, address FROM known_sources"
                        + " WHERE last_success > CAST(:since AS timestamptz) AND address IS NOT NULL" + which)
                .param("since", Timestamp.from(clock.instant().minus(JdbcLocks.KNOWN_FOR)))
                .param("names", names.isEmpty() ? List.of(new byte[0]) : names)
                .query((row, _) -> new Row(
                        Octets.wrap(row.getBytes("name")),
                        Octets.wrap(row.getBytes("client")),
                        Octets.wrap(row.getBytes("address"))))
                .list();
    }

    private IpAddress open(Row row) {
        return opened.get(
                row.client(),
                client -> IpAddress.parse(new String(
                                sealer.open(
                                        ClassKey.SECRETS,
                                        row.address().toBytes(),
                                        "auth",
                                        COLUMN,
                                        HexFormat.of().formatHex(client.view())),
                                StandardCharsets.UTF_8))
                        .require());
    }

    /** As the column holds it. */
    static byte[] seal(Sealer sealer, ClientNetwork source, byte[] client) {
        return sealer.seal(
                ClassKey.SECRETS,
                source.first().format().getBytes(StandardCharsets.UTF_8),
                "auth",
                COLUMN,
                HexFormat.of().formatHex(client));
    }
}
