package org.letterlock.dkim.setting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.letterlock.contracts.directory.DomainId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The settings of domains in PostgreSQL. */
public final class JdbcDomainSettings {
    private final JdbcClient jdbc;

    public JdbcDomainSettings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The settings; the defaults where nobody has set any. */
    public DomainSettings read(DomainId domain) {
        return jdbc.sql("select * from domain_setting where domain = :domain")
                .param("domain", domain.value())
                .query(JdbcDomainSettings::row)
                .optional()
                .orElseGet(() -> DomainSettings.of(domain));
    }

    /** Stores settings in place of those with the same version; false where they have changed meanwhile. */
    public boolean replace(DomainSettings settings) {
        return jdbc.sql("""
                        insert into domain_setting (domain, version, signing, forced, ed25519, testing, selector_prefix,
                            rsa_bits, lifetime_days, stop_on_missing, rotate_every_days, retire_after_days, publish_retired)
                        values (:domain, :next, :signing, :forced, :ed25519, :testing, :prefix, :bits, :days, :stop,
                            :rotate, :retire, :publish)
                        on conflict (domain) do update set version = :next, signing = :signing, forced = :forced,
                            ed25519 = :ed25519, testing = :testing, selector_prefix = :prefix, rsa_bits = :bits,
                            lifetime_days = :days, stop_on_missing = :stop,
                            rotate_every_days = :rotate, retire_after_days = :retire, publish_retired = :publish
                        where domain_setting.version = :version""")
                        .param("domain", settings.domain().value())
                        .param("version", settings.version())
                        .param("next", settings.version() + 1)
                        .param("signing", settings.signing())
                        .param("forced", settings.forced())
                        .param("ed25519", settings.ed25519())
                        .param("testing", settings.testing())
                        .param("prefix", settings.selectorPrefix())
                        .param("bits", settings.rsaBits())
                        .param("days", settings.lifetime().toDays())
                        .param("stop", settings.stopOnMissing())
                        .param("rotate", settings.rotateEvery().toDays())
                        .param("retire", settings.retireAfter().toDays())
                        .param("publish", settings.publishRetired())
                        .update()
                == 1;
    }

    private static DomainSettings row(ResultSet row, int number) throws SQLException {
        return new DomainSettings(
                new DomainId(row.getObject("domain", UUID.class)),
                row.getLong("version"),
                row.getObject("signing", Boolean.class),
                row.getBoolean("forced"),
                row.getBoolean("ed25519"),
                row.getBoolean("testing"),
                row.getString("selector_prefix"),
                row.getInt("rsa_bits"),
                Duration.ofDays(row.getInt("lifetime_days")),
                row.getBoolean("stop_on_missing"),
                Duration.ofDays(row.getInt("rotate_every_days")),
                Duration.ofDays(row.getInt("retire_after_days")),
                row.getBoolean("publish_retired"));
    }
}
