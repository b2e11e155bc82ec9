package org.letterlock.senderpolicy.delegation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.senderpolicy.judgement.Delegations;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Delegations in PostgreSQL. A decision reads them there, so a revocation holds from its commit on (DELEG-5). */
public final class JdbcDelegations implements Delegations {
    private static final String COLUMNS = "id, principal, delegate_kind, delegate, mode, ends_at, granted_at, version";

    private static final ListOrder<Delegation> ORDER =
            ListOrder.byId("id", Delegation::id).time("grantedAt", "granted_at", Delegation::grantedAt);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public JdbcDelegations(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public List<Grant> grantedBy(AccountId principal) {
        return jdbc
                .sql("select " + COLUMNS
                        + " from delegation where principal = :principal and (ends_at is null or ends_at > :now)")
                .param("principal", principal.value())
                .param("now", Timestamp.from(clock.instant()))
                .query(JdbcDelegations::read)
                .list()
                .stream()
                .map(delegation -> new Grant(delegation.delegate(), delegation.mode()))
                .toList();
    }

    /** Those that the account has granted, ended ones included; null for any mode. */
    public Page<Delegation> ofPrincipal(AccountId principal, @Nullable Mode mode, PageRequest page) {
        return new Listing<>(jdbc, COLUMNS, "delegation", ORDER, JdbcDelegations::read)
                .read(page, Filters.NONE.equal("principal", principal.value()).equal("mode", mode));
    }

    /** Those in force, of every principal; for the list of addresses that an account may use. */
    public List<Delegation> inForce() {
        return jdbc.sql("select " + COLUMNS + " from delegation where ends_at is null or ends_at > :now")
                .param("now", Timestamp.from(clock.instant()))
                .query(JdbcDelegations::read)
                .list();
    }

    /** One of the account's delegations. */
    public Optional<Delegation> find(AccountId principal, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from delegation where principal = :principal and id = :id")
                .param("principal", principal.value())
                .param("id", id)
                .query(JdbcDelegations::read)
                .optional();
    }

    /** Stores a new delegation; false where the principal has already granted one to that delegate. */
    public boolean add(Delegation delegation) {
        boolean toGroup = delegation.delegate() instanceof Delegate.ToGroup;
        try {
            jdbc.sql("insert into delegation (" + COLUMNS
                            + ") values (:id, :principal, :kind, :delegate, :mode, :endsAt, :grantedAt, :version)")
                    .param("id", delegation.id())
                    .param("principal", delegation.principal().value())
                    .param("kind", toGroup ? "group" : "account")
                    .param("delegate", idOf(delegation.delegate()))
                    .param("mode", delegation.mode().name())
                    .param("endsAt", delegation.endsAt() == null ? null : Timestamp.from(delegation.endsAt()))
                    .param("grantedAt", Timestamp.from(delegation.grantedAt()))
                    .param("version", delegation.version())
                    .update();
            return true;
        } catch (DuplicateKeyException grantedAlready) {
            return false;
        }
    }

    /** Stores the next version of a delegation; false where it has changed or gone meanwhile. */
    public boolean replace(Delegation changed) {
        return jdbc.sql("update delegation set mode = :mode, ends_at = :endsAt, version = :version"
                                + " where id = :id and version = :version - 1")
                        .param("id", changed.id())
                        .param("mode", changed.mode().name())
                        .param("endsAt", changed.endsAt() == null ? null : Timestamp.from(changed.endsAt()))
                        .param("version", changed.version())
                        .update()
                == 1;
    }

    /** Revokes a delegation in the version that the caller saw; false where it has changed or gone meanwhile. */
    public boolean remove(Delegation seen) {
        return jdbc.sql("delete from delegation where id = :id and version = :version")
                        .param("id", seen.id())
                        .param("version", seen.version())
                        .update()
                == 1;
    }

    /** Forgets what a deleted account had granted or been granted (DELEG-5). */
    public int removeAllOf(AccountId account) {
        return jdbc.sql(
                        "delete from delegation where principal = :id or (delegate_kind = 'account' and delegate = :id)")
                .param("id", account.value())
                .update();
    }

    private static UUID idOf(Delegate delegate) {
        return switch (delegate) {
            case Delegate.ToAccount(AccountId account) -> account.value();
            case Delegate.ToGroup(AddressId group) -> group.value();
        };
    }

    private static Delegation read(ResultSet row, int number) throws SQLException {
        UUID delegate = row.getObject("delegate", UUID.class);
        Timestamp endsAt = row.getTimestamp("ends_at");
        return new Delegation(
                row.getObject("id", UUID.class),
                new AccountId(row.getObject("principal", UUID.class)),
                row.getString("delegate_kind").equals("group")
                        ? new Delegate.ToGroup(new AddressId(delegate))
                        : new Delegate.ToAccount(new AccountId(delegate)),
                Mode.valueOf(row.getString("mode")),
                endsAt == null ? null : endsAt.toInstant(),
                row.getTimestamp("granted_at").toInstant(),
                row.getLong("version"));
    }
}
