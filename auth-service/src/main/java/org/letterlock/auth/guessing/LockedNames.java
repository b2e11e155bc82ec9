package org.letterlock.auth.guessing;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says which names are locked now, for strangers at least (GUESS-8, GUESS-10), to whoever shows accounts. Decides nothing.
 */
public final class LockedNames {
    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final Supplier<GuessingRules> rules;
    private final InstantSource clock;

    LockedNames(JdbcClient jdbc, Sealer sealer, Supplier<GuessingRules> rules, InstantSource clock) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.rules = rules;
        this.clock = clock;
    }

    /** Those of the canonical names that are locked; one query. */
    public Set<String> among(Collection<String> names) {
        if (names.isEmpty() || !rules.get().policy().accountLock()) {
            return Set.of();
        }
        Map<String, String> byToken = new HashMap<>();
        names.forEach(name -> byToken.put(
                HexFormat.of().formatHex(sealer.token(ClassKey.SECRETS, "auth", "guessing", "name", name)), name));
        List<String> locked = jdbc.sql("""
                        SELECT encode(name, 'hex') AS token FROM failing_names
                        WHERE name IN (SELECT decode(t, 'hex') FROM unnest(CAST(? AS text[])) AS t)
                            AND greatest(locked_until, locked_for_all_until) > ?""")
                .params(byToken.keySet().toArray(String[]::new), Timestamp.from(clock.instant()))
                .query((row, _) -> row.getString("token"))
                .list();
        return locked.stream().map(byToken::get).collect(Collectors.toUnmodifiableSet());
    }
}
