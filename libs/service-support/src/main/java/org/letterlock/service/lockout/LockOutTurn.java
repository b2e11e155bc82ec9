package org.letterlock.service.lockout;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Rollout;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Has changes that may lock people out wait for each other, over all services: each is simulated with all before it in force,
 * and stored before the next one is. Safe for use by any thread.
 */
public final class LockOutTurn {
    /** The service that simulates, and has to know the rules as they are. */
    private static final String SIMULATES = "auth-service";

    private static final List<String> RULES =
            List.of(Topics.POLICY_SECURITY, Topics.POLICY_SERVICES, Topics.POLICY_IP_GROUPS, Topics.POLICY_ACCESS)
                    .stream()
                    .map(Topic::name)
                    .toList();

    /** Older changes have arrived everywhere, or the replica is known to be out of touch. */
    private static final Duration RECENT = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Replicas replicas;
    private final InstantSource clock;

    /** A turn among all services that share this database. */
    public LockOutTurn(JdbcClient jdbc, Replicas replicas, InstantSource clock) {
        this.jdbc = jdbc;
        this.replicas = replicas;
        this.clock = clock;
    }

    private record Change(long version, String topic) {}

    /**
     * Waits for the turn, which lasts until the current transaction ends.
     *
     * @throws ProblemException {@code 503} where a change before this one has not reached those who simulate
     */
    public void take() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('letterlock lock-out'))")
                .query()
                .singleRow();
        for (Change change : recentChanges()) {
            Rollout rollout = replicas.await(change.version(), Set.of(change.topic()), PATIENCE);
            if (rollout.pending().stream()
                    .anyMatch(replica -> replica.component().equals(SIMULATES))) {
                throw new ProblemException(
                        ProblemType.SERVICE_UNAVAILABLE, "An earlier change is not in force yet; try again.");
            }
        }
    }

    private List<Change> recentChanges() {
        return jdbc.sql("""
                        SELECT max(c.version) AS version, t.topic
                        FROM configuration.changes c, unnest(c.topics) AS t (topic)
                        WHERE c.at > CAST(:since AS timestamptz) AND t.topic IN (:rules) GROUP BY t.topic""")
                .param("since", Timestamp.from(clock.instant().minus(RECENT)))
                .param("rules", RULES)
                .query((row, _) -> new Change(row.getLong("version"), row.getString("topic")))
                .list();
    }
}
