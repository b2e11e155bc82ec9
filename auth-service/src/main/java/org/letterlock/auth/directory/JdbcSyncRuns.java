package org.letterlock.auth.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code directory_syncs}. */
final class JdbcSyncRuns {
    private static final int KEPT = 100;
    private static final int MAX_SHOWN = 100;
    private static final String PROBLEMS = "directory_syncs.problems";
    private static final String COLUMNS = """
            s.id, s.domain_id, s.cause, s.state, s.actor, s.started_at, s.ended_at, s.found, s.created, s.updated,
                s.enabled, s.disabled, s.skipped, s.reason, cardinality(s.to_disable) AS to_disable, s.problems,
                ARRAY(SELECT a.login FROM accounts a WHERE a.id = ANY (s.to_disable) ORDER BY a.login LIMIT 100)
                    AS would_disable
            """;
    private static final String TABLE = "directory_syncs s";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE + " WHERE s.domain_id = :domain";
    private static final ListOrder<SyncRun> ORDER =
            ListOrder.byId("s.id", SyncRun::id).time("startedAt", "s.started_at", SyncRun::startedAt);

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final JsonMapper mapper;

    JdbcSyncRuns(JdbcClient jdbc, SealedText texts, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.mapper = mapper;
    }

    /** Those of a domain in a state; null for any. */
    Page<SyncRun> list(DomainId domain, SyncRun.@Nullable State state, PageRequest page) {
        return new Listing<>(jdbc, COLUMNS, TABLE, ORDER, this::row)
                .read(page, Filters.NONE.equal("s.domain_id", domain.value()).equal("s.state", state));
    }

    Optional<SyncRun> findNewest(DomainId domain) {
        return jdbc.sql(SELECT + " ORDER BY s.started_at DESC, s.id DESC LIMIT 1")
                .param("domain", domain.value())
                .query(this::row)
                .optional();
    }

    Optional<SyncRun> find(DomainId domain, UUID id) {
        return jdbc.sql(SELECT + " AND s.id = :id")
                .param("domain", domain.value())
                .param("id", id)
                .query(this::row)
                .optional();
    }

    Optional<SyncRun> findRunning(DomainId domain) {
        return jdbc.sql(SELECT + " AND s.state = 'RUNNING' ORDER BY s.started_at DESC LIMIT 1")
                .param("domain", domain.value())
                .query(this::row)
                .optional();
    }

    /** The accounts that a run would have disabled. */
    Set<AccountId> toDisable(UUID id) {
        return jdbc
                .sql("SELECT unnest(to_disable) AS account FROM directory_syncs WHERE id = ?")
                .param(id)
                .query((row, _) -> new AccountId(row.getObject("account", UUID.class)))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Adds a run that begins, and forgets the oldest. */
    void insert(UUID id, DomainId domain, SyncRun.Cause cause, @Nullable String actor, Instant now) {
        jdbc.sql("""
                        INSERT INTO directory_syncs (id, domain_id, cause, state, actor, started_at)
                        VALUES (?, ?, ?, 'RUNNING', ?, ?)""")
                .params(Parameters.of(id, domain.value(), cause.name(), actor, Timestamp.from(now)))
                .update();
        jdbc.sql("""
                        DELETE FROM directory_syncs WHERE domain_id = :domain AND id NOT IN (SELECT id FROM directory_syncs
                            WHERE domain_id = :domain ORDER BY started_at DESC, id DESC LIMIT :kept)""").param("domain", domain.value()).param("kept", KEPT).update();
    }

    /** Ends the runs of a domain that nobody works on any more; for whoever holds the lock of the domain. */
    void endAbandoned(DomainId domain, Instant now) {
        jdbc.sql("""
                        UPDATE directory_syncs SET state = 'FAILED', ended_at = ?, reason = ?
                        WHERE domain_id = ? AND state = 'RUNNING'""")
                .params(Timestamp.from(now), "The service ended before the run did.", domain.value())
                .update();
    }

    /** Writes what has come of a run. */
    void end(
            UUID id,
            SyncRun.State state,
            SyncRun.Counts counts,
            @Nullable String reason,
            List<AccountId> toDisable,
            List<SyncProblem> problems,
            Instant now) {
        List<SyncProblem> shown = problems.stream().limit(MAX_SHOWN).toList();
        jdbc.sql("""
                        UPDATE directory_syncs SET state = ?, ended_at = ?, found = ?, created = ?, updated = ?, enabled = ?,
                            disabled = ?, skipped = ?, reason = ?, to_disable = ?, problems = ?
                        WHERE id = ?""")
                .params(Parameters.of(
                        state.name(),
                        Timestamp.from(now),
                        counts.found(),
                        counts.created(),
                        counts.updated(),
                        counts.enabled(),
                        counts.disabled(),
                        counts.skipped(),
                        reason,
                        toDisable.stream().map(AccountId::value).toArray(UUID[]::new),
                        texts.seal(mapper.writeValueAsString(shown), PROBLEMS, id),
                        id))
                .update();
    }

    private SyncRun row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        byte[] problems = row.getBytes("problems");
        Timestamp ended = row.getTimestamp("ended_at");
        return new SyncRun(
                id,
                new DomainId(row.getObject("domain_id", UUID.class)),
                SyncRun.Cause.valueOf(row.getString("cause")),
                SyncRun.State.valueOf(row.getString("state")),
                row.getString("actor"),
                Objects.requireNonNull(row.getTimestamp("started_at")).toInstant(),
                ended == null ? null : ended.toInstant(),
                new SyncRun.Counts(
                        row.getInt("found"),
                        row.getInt("created"),
                        row.getInt("updated"),
                        row.getInt("enabled"),
                        row.getInt("disabled"),
                        row.getInt("skipped")),
                row.getString("reason"),
                row.getInt("to_disable"),
                List.of((String[]) row.getArray("would_disable").getArray()),
                problems == null
                        ? List.of()
                        : Arrays.asList(mapper.readValue(texts.open(problems, PROBLEMS, id), SyncProblem[].class)));
    }
}
