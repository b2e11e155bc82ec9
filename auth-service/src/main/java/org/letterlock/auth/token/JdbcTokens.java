package org.letterlock.auth.token;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.factorpolicy.SecondFactorPolicy;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code tokens}. */
final class JdbcTokens {
    /** What the check of a token finds out about its owner. */
    record Match(
            StoredToken token,
            String login,
            Role ownRole,
            boolean enabled,
            boolean mayLogIn,
            boolean mustChangePassword,
            @Nullable AccessPolicyId accessPolicy,
            @Nullable PasswordExpiry passwordExpiry,
            boolean enrolled,
            SecondFactorPolicy factorPolicy) {}

    private static final String COLUMNS = """
            t.id, t.account_id, t.kind, t.name, t.role, t.resources, t.ip_group, t.created_at, t.expires_at,
                t.last_used_at, t.last_used_ip, t.step_up, t.client, t.factor_at, t.started_from,
                t.superseded_by IS NOT NULL AS superseded
            """;
    private static final ListOrder<StoredToken> ORDER = ListOrder.byId("t.id", StoredToken::id)
            .time("createdAt", "t.created_at", StoredToken::createdAt)
            .time("expiresAt", "t.expires_at", StoredToken::expiresAt);
    private static final int MAX_SESSIONS = 50;

    private final JdbcClient jdbc;
    private final SealedText texts;

    JdbcTokens(JdbcClient jdbc, SealedText texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    void insert(StoredToken token, TokenSecret secret) {
        Set<String> resources = token.resources();
        IpGroupId ipGroup = token.ipGroup();
        SessionTraits session = token.session();
        String usedFrom = token.lastUsedFrom();
        String from = session == null ? null : session.startedFrom();
        jdbc.sql("""
                        INSERT INTO tokens (id, account_id, kind, name, digest, role, resources, ip_group, created_at,
                            expires_at, last_used_at, last_used_ip, step_up, client, factor_at, started_from)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Parameters.of(
                        token.id(),
                        token.account().value(),
                        token.kind().name(),
                        texts.seal(token.name(), "tokens.name", token.id()),
                        secret.digest(),
                        token.role().name(),
                        resources == null ? null : resources.toArray(String[]::new),
                        ipGroup == null ? null : ipGroup.value(),
                        Timestamp.from(token.createdAt()),
                        Timestamp.from(token.expiresAt()),
                        timestamp(token.lastUsedAt()),
                        usedFrom == null ? null : texts.seal(usedFrom, "tokens.last_used_ip", token.id()),
                        token.stepUp(),
                        session == null
                                ? SessionClient.SCRIPT.name()
                                : session.client().name(),
                        session == null ? null : timestamp(session.factorAt()),
                        from == null ? null : texts.seal(from, "tokens.started_from", token.id())))
                .update();
    }

    /** Whether there is room for another; nobody else makes one for the account until the transaction ends. */
    boolean hasRoom(AccountId account, TokenKind kind, int limit) {
        jdbc.sql("SELECT id FROM accounts WHERE id = ? FOR UPDATE")
                .param(account.value())
                .query((row, _) -> row.getObject("id", UUID.class))
                .optional();
        return count(account, kind) < limit;
    }

    /** Held until the transaction ends, so that a session is renewed once. */
    Optional<StoredToken> lock(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + "FROM tokens t WHERE t.id = ? FOR UPDATE")
                .param(id)
                .query(this::row)
                .optional();
    }

    /** Has a session end, at that time at the latest, for the one that takes its place. */
    void supersede(UUID id, UUID by, Instant end) {
        jdbc.sql("UPDATE tokens SET superseded_by = ?, expires_at = least(expires_at, ?) WHERE id = ?")
                .params(by, Timestamp.from(end), id)
                .update();
    }

    Optional<byte[]> digest(UUID id) {
        return jdbc.sql("SELECT digest FROM tokens WHERE id = ?")
                .param(id)
                .query((row, _) -> row.getBytes("digest"))
                .optional();
    }

    Optional<StoredToken> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + "FROM tokens t WHERE t.id = ?")
                .param(id)
                .query(this::row)
                .optional();
    }

    Page<StoredToken> list(PageRequest request, Filters filters) {
        return new Listing<>(jdbc, COLUMNS, "tokens t", ORDER, this::row).read(request, filters);
    }

    private long count(AccountId account, TokenKind kind) {
        return jdbc.sql("SELECT count(*) FROM tokens WHERE account_id = ? AND kind = ?")
                .params(account.value(), kind.name())
                .query(Long.class)
                .single();
    }

    Optional<Match> match(byte[] digest, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                        , a.login, a.role AS own_role, a.enabled, a.may_log_in, a.must_change_password, a.access_policy,
                            f.confirmed_at IS NOT NULL AS enrolled,
                        """
                        + PasswordExpiry.COLUMNS + "," + SecondFactorPolicy.COLUMNS + """
                        FROM tokens t JOIN accounts a ON a.id = t.account_id LEFT JOIN credentials c ON c.account_id = a.id
                        LEFT JOIN second_factors f ON f.account_id = a.id"""
                        + PasswordExpiry.JOIN + SecondFactorPolicy.JOIN + "WHERE t.digest = ? AND t.expires_at > ?")
                .params(digest, Timestamp.from(now))
                .query((row, number) -> {
                    UUID policy = row.getObject("access_policy", UUID.class);
                    return new Match(
                            row(row, number),
                            row.getString("login"),
                            Role.valueOf(row.getString("own_role")),
                            row.getBoolean("enabled"),
                            row.getBoolean("may_log_in"),
                            row.getBoolean("must_change_password"),
                            policy == null ? null : new AccessPolicyId(policy),
                            PasswordExpiry.of(row),
                            row.getBoolean("enrolled"),
                            SecondFactorPolicy.of(row));
                })
                .optional();
    }

    void noteUse(UUID id, String clientAddress, Instant now) {
        jdbc.sql("UPDATE tokens SET last_used_at = ?, last_used_ip = ? WHERE id = ?")
                .params(Timestamp.from(now), texts.seal(clientAddress, "tokens.last_used_ip", id), id)
                .update();
    }

    /** Whether it was there. What took the place of a session that was renewed goes too: whoever logs out means that one. */
    boolean delete(UUID id) {
        return jdbc.sql("DELETE FROM tokens WHERE id = :id OR id = (SELECT superseded_by FROM tokens WHERE id = :id)")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Deletes sessions that have ended, and the oldest ones of an account that has too many. */
    void deleteOldSessions(AccountId account, Instant now) {
        jdbc.sql("DELETE FROM tokens WHERE kind = 'SESSION' AND expires_at <= ?")
                .param(Timestamp.from(now))
                .update();
        jdbc.sql("""
                        DELETE FROM tokens WHERE id IN (SELECT id FROM tokens WHERE account_id = ? AND kind = 'SESSION'
                            ORDER BY id DESC OFFSET ?)""").params(account.value(), MAX_SESSIONS).update();
    }

    /** And no browser is remembered any more (MFA-2). */
    void deleteSessionsExcept(AccountId account, UUID spared) {
        jdbc.sql("""
                        DELETE FROM tokens WHERE account_id = :account AND kind = 'SESSION' AND id <> :spared
                            AND id NOT IN (SELECT superseded_by FROM tokens WHERE id = :spared AND superseded_by IS NOT NULL)""").param("account", account.value()).param("spared", spared).update();
        jdbc.sql("DELETE FROM remembered_browsers WHERE account_id = ?")
                .param(account.value())
                .update();
    }

    private StoredToken row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Timestamp lastUsed = row.getTimestamp("last_used_at");
        Array resources = row.getArray("resources");
        UUID ipGroup = row.getObject("ip_group", UUID.class);
        byte[] lastUsedFrom = row.getBytes("last_used_ip");
        TokenKind kind = TokenKind.valueOf(row.getString("kind"));
        return new StoredToken(
                id,
                new AccountId(row.getObject("account_id", UUID.class)),
                kind,
                texts.open(row.getBytes("name"), "tokens.name", id),
                Role.valueOf(row.getString("role")),
                resources == null ? null : Set.of((String[]) resources.getArray()),
                ipGroup == null ? null : new IpGroupId(ipGroup),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                lastUsed == null ? null : lastUsed.toInstant(),
                lastUsedFrom == null ? null : texts.open(lastUsedFrom, "tokens.last_used_ip", id),
                row.getBoolean("step_up"),
                kind == TokenKind.SESSION ? session(row, id) : null);
    }

    private SessionTraits session(ResultSet row, UUID id) throws SQLException {
        Timestamp factorAt = row.getTimestamp("factor_at");
        byte[] startedFrom = row.getBytes("started_from");
        return new SessionTraits(
                SessionClient.valueOf(row.getString("client")),
                factorAt == null ? null : factorAt.toInstant(),
                startedFrom == null ? null : texts.open(startedFrom, "tokens.started_from", id),
                row.getBoolean("superseded"));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
