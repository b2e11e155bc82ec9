package org.letterlock.dkim.key;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys in PostgreSQL, the private ones sealed (DKIM-5, ENC-8). */
public final class JdbcSigningKeys {
    private static final String COLUMNS = "id, domain, key_set, selector, algorithm, bits, state, public_key,"
            + " record_missing, created_at, state_changed_at, version, withdrawn,"
            + " exists (select 1 from rotation where rotation.key_set = signing_key.key_set) as in_rotation";

    private final JdbcClient jdbc;
    private final Sealer sealer;

    public JdbcSigningKeys(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    /** The keys of a domain, oldest first. */
    public List<SigningKey> ofDomain(DomainId domain) {
        return jdbc.sql("select " + COLUMNS + " from signing_key where domain = :domain order by created_at, id")
                .param("domain", domain.value())
                .query(JdbcSigningKeys::row)
                .list();
    }

    /** One key of a domain. */
    public Optional<SigningKey> find(DomainId domain, UUID id) {
        return jdbc.sql("select " + COLUMNS + " from signing_key where domain = :domain and id = :id")
                .param("domain", domain.value())
                .param("id", id)
                .query(JdbcSigningKeys::row)
                .optional();
    }

    /** Lets the transaction be the only one that changes keys of the domain until it ends. */
    void lock(DomainId domain) {
        jdbc.sql("select pg_advisory_xact_lock(:high, :low)")
                .param("high", (int) (domain.value().getMostSignificantBits() >>> 32))
                .param("low", (int) domain.value().getLeastSignificantBits())
                .query((_, _) -> true)
                .single();
    }

    /** Takes the selector for good under all names of a domain; false where one of them has used it before. */
    boolean take(Selector selector, List<Domain> names) {
        List<String> texts = names.stream().map(Domain::text).toList();
        boolean taken = !jdbc.sql(
                        "select 1 from used_selector where selector = :selector and domain_name in (:names) limit 1")
                .param("selector", selector.text())
                .param("names", texts)
                .query((_, _) -> true)
                .list()
                .isEmpty();
        if (taken) {
            return false;
        }
        for (String name : texts) {
            jdbc.sql("insert into used_selector (domain_name, selector) values (:name, :selector)")
                    .param("name", name)
                    .param("selector", selector.text())
                    .update();
        }
        return true;
    }

    /** Stores a new key; {@code pkcs8} is sealed and not kept. */
    void add(SigningKey key, byte[] pkcs8) {
        jdbc.sql("""
                insert into signing_key (id, domain, key_set, selector, algorithm, bits, state, public_key, private_key,
                    created_at, state_changed_at, next_check_at)
                values (:id, :domain, :set, :selector, :algorithm, :bits, :state, :public, :private, :at, :at, :at)""")
                .param("id", key.id())
                .param("domain", key.domain().value())
                .param("set", key.keySet())
                .param("selector", key.selector().text())
                .param("algorithm", key.algorithm().name())
                .param("bits", key.bits())
                .param("state", key.state().name())
                .param("public", key.publicKey().view())
                .param("private", sealer.seal(ClassKey.SECRETS, pkcs8, place(key.id())))
                .param("at", Timestamp.from(key.createdAt()))
                .update();
    }

    /** The private key as PKCS #8, for the signer only; empty once it is destroyed. The caller wipes it. */
    Optional<byte[]> privateKey(UUID id) {
        return jdbc.sql("select private_key from signing_key where id = :id and private_key is not null")
                .param("id", id)
                .query((row, _) -> row.getBytes("private_key"))
                .optional()
                .map(stored -> sealer.open(ClassKey.SECRETS, stored, place(id)));
    }

    /** Moves a key on; false where it has changed meanwhile. The private key of a retired or revoked one is destroyed. */
    boolean move(SigningKey key, KeyState state, Instant now) {
        boolean destroyed = state == KeyState.RETIRED || state == KeyState.REVOKED;
        return jdbc.sql("update signing_key set state = :state, state_changed_at = :now, next_check_at = :now,"
                                + " record_missing = false, version = version + 1"
                                + (destroyed ? ", private_key = null" : "")
                                + " where id = :id and version = :version")
                        .param("state", state.name())
                        .param("now", Timestamp.from(now))
                        .param("id", key.id())
                        .param("version", key.version())
                        .update()
                == 1;
    }

    /** Notes whether the record of a key is gone; false where that was known. */
    boolean noteMissing(UUID id, boolean missing) {
        return jdbc.sql(
                                "update signing_key set record_missing = :missing where id = :id and record_missing <> :missing")
                        .param("missing", missing)
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Notes that the record of a replaced key is needed no more; false where the key has changed meanwhile. */
    boolean withdraw(SigningKey key, Instant now) {
        return jdbc.sql("update signing_key set withdrawn = true, next_check_at = :now, version = version + 1"
                                + " where id = :id and version = :version")
                        .param("now", Timestamp.from(now))
                        .param("id", key.id())
                        .param("version", key.version())
                        .update()
                == 1;
    }

    /** Keeps the private key of a key that is about to retire in the clear. */
    void disclose(SigningKey key) {
        privateKey(key.id())
                .ifPresent(pkcs8 -> jdbc.sql("update signing_key set disclosed = :pkcs8 where id = :id")
                        .param("pkcs8", pkcs8)
                        .param("id", key.id())
                        .update());
    }

    /** The private key of a retired key that is told to everybody, as PKCS #8 (DKIM-39); empty for all others. */
    public Optional<Octets> disclosed(SigningKey key) {
        return jdbc.sql("select disclosed from signing_key where id = :id and disclosed is not null")
                .param("id", key.id())
                .query((row, _) -> Octets.wrap(row.getBytes("disclosed")))
                .optional();
    }

    /** Domains with keys that have been active since then or longer, while no other keys of theirs wait. */
    public List<DomainId> activeSince(Instant then) {
        return jdbc.sql("""
                        select distinct domain from signing_key where state = 'ACTIVE' and state_changed_at <= :then
                        and domain not in (select domain from signing_key where state = 'PENDING_DNS')""")
                .param("then", Timestamp.from(then))
                .query((row, _) -> new DomainId(row.getObject("domain", UUID.class)))
                .list();
    }

    /** When administrators were told that the key will soon be replaced. */
    public Optional<Instant> remindedAt(SigningKey key) {
        return jdbc.sql("select reminded_at from signing_key where id = :id and reminded_at is not null")
                .param("id", key.id())
                .query((row, _) -> row.getTimestamp("reminded_at").toInstant())
                .optional();
    }

    /** Notes that they are told; false where they were already. */
    boolean noteReminded(SigningKey key, Instant now) {
        return jdbc.sql("update signing_key set reminded_at = :now where id = :id and reminded_at is null")
                        .param("now", Timestamp.from(now))
                        .param("id", key.id())
                        .update()
                == 1;
    }

    /** Deletes a key; its selector stays used. False where the key has changed meanwhile. */
    boolean delete(SigningKey key) {
        return jdbc.sql("delete from signing_key where id = :id and version = :version")
                        .param("id", key.id())
                        .param("version", key.version())
                        .update()
                == 1;
    }

    /** Up to {@code limit} keys in one of these states whose records are due to be looked for; keys in a rotation never are. */
    public List<SigningKey> due(Set<KeyState> states, Instant now, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from signing_key where state in (:states) and next_check_at <= :now
                        and not exists (select 1 from rotation where rotation.key_set = signing_key.key_set)
                        order by next_check_at limit :limit""")
                .param("states", states.stream().map(KeyState::name).toList())
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .query(JdbcSigningKeys::row)
                .list();
    }

    /** Puts the next check off; false where another instance was quicker. */
    public boolean claim(SigningKey key, Instant now, Instant next) {
        return jdbc.sql("update signing_key set next_check_at = :next where id = :id and next_check_at <= :now")
                        .param("next", Timestamp.from(next))
                        .param("id", key.id())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    private static String[] place(UUID id) {
        return new String[] {"signing_key", "private_key", id.toString()};
    }

    private static SigningKey row(ResultSet row, int number) throws SQLException {
        return new SigningKey(
                row.getObject("id", UUID.class),
                new DomainId(row.getObject("domain", UUID.class)),
                row.getObject("key_set", UUID.class),
                new Selector(row.getString("selector")),
                Algorithm.valueOf(row.getString("algorithm")),
                row.getInt("bits"),
                KeyState.valueOf(row.getString("state")),
                Octets.wrap(row.getBytes("public_key")),
                row.getBoolean("record_missing"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("state_changed_at").toInstant(),
                row.getLong("version"),
                row.getBoolean("withdrawn"),
                row.getBoolean("in_rotation"));
    }
}
