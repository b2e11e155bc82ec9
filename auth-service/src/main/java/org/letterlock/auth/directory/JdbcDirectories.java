package org.letterlock.auth.directory;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code directories}. */
final class JdbcDirectories {
    private static final String SELECT = """
            SELECT d.domain_id, n.name, d.settings, d.bind_password_changed_at, d.version, d.created_at, d.changed_at
            FROM directories d JOIN domains n ON n.id = d.domain_id WHERE d.domain_id = ?
            """;
    private static final String SETTINGS = "directories.settings";

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final Sealer sealer;
    private final JsonMapper mapper;

    JdbcDirectories(JdbcClient jdbc, SealedText texts, Sealer sealer, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.sealer = sealer;
        this.mapper = mapper;
    }

    /** The name of a domain; empty if there is no such domain. Holds its row until the transaction ends, if there is one. */
    Optional<String> lockDomain(DomainId domain) {
        return jdbc.sql("SELECT name FROM domains WHERE id = ? FOR UPDATE")
                .param(domain.value())
                .query(String.class)
                .optional();
    }

    Optional<StoredDirectory> find(DomainId domain) {
        return jdbc.sql(SELECT).param(domain.value()).query(this::row).optional();
    }

    /**
     * The password of the account that searches, as it belongs to these settings and to none that have come since: it goes to
     * their hosts.
     *
     * @throws org.springframework.dao.EmptyResultDataAccessException where others have come
     */
    BindPassword bindPassword(StoredDirectory directory) {
        DomainId domain = directory.domain();
        byte[] sealed = jdbc.sql("SELECT bind_password FROM directories WHERE domain_id = ? AND version = ?")
                .params(domain.value(), directory.version())
                .query(byte[].class)
                .single();
        byte[] opened = sealer.open(ClassKey.SECRETS, sealed, "auth", "directories.bind_password", domain.toString());
        return new BindPassword(new String(opened, StandardCharsets.UTF_8));
    }

    /** Creates or changes the directory of a domain, apart from the password of one that exists. */
    void save(StoredDirectory directory, BindPassword password) {
        UUID domain = directory.domain().value();
        byte[] sealed = sealer.seal(
                ClassKey.SECRETS,
                password.reveal().getBytes(StandardCharsets.UTF_8),
                "auth",
                "directories.bind_password",
                domain.toString());
        jdbc.sql("""
                        INSERT INTO directories AS d (domain_id, settings, bind_password, bind_password_changed_at, sync_minutes,
                            version, created_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (domain_id) DO UPDATE SET settings = excluded.settings,
                            bind_password = excluded.bind_password,
                            bind_password_changed_at = excluded.bind_password_changed_at,
                            sync_minutes = excluded.sync_minutes, version = excluded.version,
                            changed_at = excluded.changed_at""")
                .params(
                        domain,
                        texts.seal(
                                mapper.writeValueAsString(directory.document().withoutSecrets()), SETTINGS, domain),
                        sealed,
                        Timestamp.from(directory.bindPasswordChangedAt()),
                        (int) directory.settings().syncEvery().toMinutes(),
                        directory.version(),
                        Timestamp.from(directory.createdAt()),
                        Timestamp.from(directory.changedAt()))
                .update();
    }

    void delete(DomainId domain) {
        jdbc.sql("DELETE FROM directories WHERE domain_id = ?")
                .param(domain.value())
                .update();
    }

    /** The domains whose last sync has begun so long ago that the next one is due. */
    List<DomainId> due(Instant now) {
        return jdbc.sql("""
                        SELECT d.domain_id FROM directories d WHERE NOT EXISTS (SELECT FROM directory_syncs s
                            WHERE s.domain_id = d.domain_id
                                AND s.started_at > CAST(:now AS timestamptz) - make_interval(mins => d.sync_minutes))
                        ORDER BY d.domain_id""")
                .param("now", Timestamp.from(now))
                .query((row, _) -> new DomainId(row.getObject("domain_id", UUID.class)))
                .list();
    }

    private StoredDirectory row(ResultSet row, int number) throws SQLException {
        UUID domain = row.getObject("domain_id", UUID.class);
        return new StoredDirectory(
                new DomainId(domain),
                row.getString("name"),
                mapper.readValue(texts.open(row.getBytes("settings"), SETTINGS, domain), DirectoryDocument.class),
                moment(row, "bind_password_changed_at"),
                row.getLong("version"),
                moment(row, "created_at"),
                moment(row, "changed_at"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }
}
