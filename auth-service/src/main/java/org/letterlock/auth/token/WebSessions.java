package org.letterlock.auth.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionHolder;
import org.letterlock.contracts.session.SessionSelection;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The sessions of the console and the API as sessions among others (SESS-1). They live in the database, so every replica
 * knows all of them and whichever is the first to be told ends one.
 */
final class WebSessions implements SessionHolder {
    private static final String COLUMNS = "id, account_id, created_at, last_used_at, last_used_ip";
    private static final String MEANT = " kind = 'SESSION' AND expires_at > :now"
            + " AND (CAST(:id AS uuid) IS NULL OR id = :id) AND (CAST(:account AS uuid) IS NULL OR account_id = :account)";

    private final UUID replica;
    private final JdbcClient jdbc;
    private final SealedText texts;
    private final InstantSource clock;

    WebSessions(UUID replica, JdbcClient jdbc, SealedText texts, InstantSource clock) {
        this.replica = replica;
        this.jdbc = jdbc;
        this.texts = texts;
        this.clock = clock;
    }

    @Override
    public List<LiveSession> find(SessionSelection which) {
        return run("SELECT " + COLUMNS + " FROM tokens WHERE superseded_by IS NULL AND" + MEANT, which);
    }

    @Override
    public List<LiveSession> end(SessionSelection which) {
        // What was renewed goes with what took its place.
        return run("DELETE FROM tokens WHERE superseded_by IS NULL AND" + MEANT + " RETURNING " + COLUMNS, which);
    }

    /** App passwords open no web session. */
    @Override
    public List<LiveSession> endOpenedBy(UUID credential) {
        return List.of();
    }

    private List<LiveSession> run(String sql, SessionSelection which) {
        return jdbc.sql(sql)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", session(which))
                .param("account", account(which))
                .query(this::row)
                .list();
    }

    private static @Nullable UUID session(SessionSelection which) {
        return which instanceof SessionSelection.One(UUID session) ? session : null;
    }

    private static @Nullable UUID account(SessionSelection which) {
        return which instanceof SessionSelection.OfAccount(AccountId account) ? account.value() : null;
    }

    private LiveSession row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Instant startedAt = row.getTimestamp("created_at").toInstant();
        Timestamp lastUsed = row.getTimestamp("last_used_at");
        byte[] lastUsedFrom = row.getBytes("last_used_ip");
        return new LiveSession(
                id,
                replica,
                "admin",
                "HTTP",
                null,
                null,
                startedAt,
                lastUsed == null ? startedAt : lastUsed.toInstant(),
                lastUsedFrom == null ? "" : texts.open(lastUsedFrom, "tokens.last_used_ip", id),
                new AccountId(row.getObject("account_id", UUID.class)),
                "form",
                null,
                null);
    }
}
