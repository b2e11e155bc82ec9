package org.letterlock.auth.naming;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.naming.AddressOwner.OfAccount;
import org.letterlock.auth.naming.AddressOwner.OfAlias;
import org.letterlock.auth.naming.AddressOwner.OfGroup;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives each address one owner. A domain's names are equals: {@code a@alias} is the same address as {@code a@name}. */
public final class AddressRegistry {
    private final JdbcClient jdbc;

    public AddressRegistry(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The domain of that name or alias. */
    public Optional<DomainId> findDomain(Domain name) {
        return jdbc.sql("SELECT domain_id FROM domain_names WHERE name = ?")
                .param(name.text())
                .query(UUID.class)
                .optional()
                .map(DomainId::new);
    }

    /** The primary domain; empty while there is no domain. */
    public Optional<Domain> primaryDomain() {
        return jdbc.sql("SELECT name FROM domains WHERE is_primary")
                .query(String.class)
                .optional()
                .map(Domain::new);
    }

    /** The owner of an address: an account, a group or the alias of exactly this text. */
    public Optional<AddressOwner> findOwner(AddrSpec address) {
        return jdbc.sql("""
                        SELECT a.account_id, a.group_id, a.alias_id FROM addresses a
                        JOIN domain_names n ON n.domain_id = a.domain_id
                        WHERE n.name = ? AND a.local_part = ?""")
                .params(address.domain().text(), address.foldCase().localPart())
                .query((row, _) -> owner(row))
                .optional();
    }

    /** What parts a subaddress in that domain (RFC 5233); empty where there are none. */
    public String subaddressSeparator(DomainId domain) {
        return jdbc.sql("SELECT coalesce(subaddress_separator, '') FROM domains WHERE id = ?")
                .param(domain.value())
                .query(String.class)
                .single();
    }

    /** The addresses of each of these accounts, groups or aliases, in their order. */
    public Map<UUID, List<AddrSpec>> addressesOf(Collection<UUID> owners) {
        if (owners.isEmpty()) {
            return Map.of();
        }
        Map<UUID, List<AddrSpec>> found = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT coalesce(account_id, group_id, alias_id) AS owner, local_part, domain_name FROM addresses
                        WHERE account_id = ANY (CAST(:ids AS uuid[])) OR group_id = ANY (CAST(:ids AS uuid[])) OR alias_id = ANY (CAST(:ids AS uuid[]))
                        ORDER BY owner, position""")
                .param("ids", owners.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    found.computeIfAbsent(row.getObject("owner", UUID.class), _ -> new ArrayList<>())
                            .add(new AddrSpec(row.getString("local_part"), new Domain(row.getString("domain_name"))));
                });
        return found;
    }

    /** Makes these the addresses of the owner, and no others; answers {@code 409 name-in-use} if one is another's. */
    public void assign(AddressOwner owner, List<AddrSpec> addresses) {
        UUID account = owner instanceof OfAccount(AccountId id) ? id.value() : null;
        UUID group = owner instanceof OfGroup(AddressId id) ? id.value() : null;
        UUID alias = owner instanceof OfAlias(AddressId id) ? id.value() : null;
        jdbc.sql("DELETE FROM addresses WHERE account_id = ? OR group_id = ? OR alias_id = ?")
                .params(Parameters.of(account, group, alias))
                .update();
        int position = 0;
        for (AddrSpec address : addresses) {
            int inserted = jdbc.sql("""
                            INSERT INTO addresses (domain_id, local_part, domain_name, position, account_id, group_id, alias_id)
                            SELECT domain_id, CAST(? AS text), name, CAST(? AS int), CAST(? AS uuid), CAST(? AS uuid), CAST(? AS uuid)
                            FROM domain_names WHERE name = ?
                            ON CONFLICT DO NOTHING""")
                    .params(Parameters.of(
                            address.localPart(),
                            position++,
                            account,
                            group,
                            alias,
                            address.domain().text()))
                    .update();
            if (inserted == 0) {
                throw new ProblemException(
                        ProblemType.NAME_IN_USE, "The address " + address.format() + " belongs to somebody already.");
            }
        }
    }

    private static AddressOwner owner(ResultSet row) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        UUID group = row.getObject("group_id", UUID.class);
        if (account != null) {
            return new OfAccount(new AccountId(account));
        }
        return group != null
                ? new OfGroup(new AddressId(group))
                : new OfAlias(new AddressId(row.getObject("alias_id", UUID.class)));
    }
}
