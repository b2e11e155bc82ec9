package org.letterlock.dkim.rotation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rotations in PostgreSQL. Each change names the state it was decided on and does nothing in another one. */
final class JdbcRotations {
    private final JdbcClient jdbc;

    JdbcRotations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Rotation> find(DomainId domain) {
        return jdbc.sql("select * from rotation where domain = :domain")
                .param("domain", domain.value())
                .query(JdbcRotations::row)
                .optional();
    }

    /** Begins a rotation; one whose keys are gone makes room. */
    void begin(DomainId domain, UUID keySet, boolean automatic, Instant now) {
        jdbc.sql("""
                insert into rotation (domain, key_set, automatic, started_at, next_check_at)
                values (:domain, :set, :automatic, :now, :now)
                on conflict (domain) do update set key_set = :set, automatic = :automatic, started_at = :now,
                    switch_at = null, alerted = false, next_check_at = :now""")
                .param("domain", domain.value())
                .param("set", keySet)
                .param("automatic", automatic)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Sets or forgets the time of the switch; false where it has changed meanwhile. */
    boolean noteSwitchAt(Rotation rotation, @Nullable Instant switchAt) {
        return jdbc.sql("update rotation set switch_at = :new where domain = :domain and key_set = :set"
                                + " and switch_at is not distinct from cast(:old as timestamptz)")
                        .param("new", timestamp(switchAt))
                        .param("domain", rotation.domain().value())
                        .param("set", rotation.keySet())
                        .param("old", timestamp(rotation.switchAt()))
                        .update()
                == 1;
    }

    /** Notes that administrators are told; false where they were already. */
    boolean noteAlerted(Rotation rotation) {
        return jdbc.sql("update rotation set alerted = true where domain = :domain and key_set = :set and not alerted")
                        .param("domain", rotation.domain().value())
                        .param("set", rotation.keySet())
                        .update()
                == 1;
    }

    /** Ends a rotation; false where it has changed or ended meanwhile. */
    boolean end(Rotation rotation) {
        return jdbc.sql("delete from rotation where domain = :domain and key_set = :set"
                                + " and switch_at is not distinct from cast(:old as timestamptz)")
                        .param("domain", rotation.domain().value())
                        .param("set", rotation.keySet())
                        .param("old", timestamp(rotation.switchAt()))
                        .update()
                == 1;
    }

    /** Up to {@code limit} rotations whose records are due to be looked for. */
    List<Rotation> due(Instant now, int limit) {
        return jdbc.sql("select * from rotation where next_check_at <= :now order by next_check_at limit :limit")
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .query(JdbcRotations::row)
                .list();
    }

    /** Puts the next look off; false where another instance was quicker. */
    boolean claim(Rotation rotation, Instant now, Instant next) {
        return jdbc.sql("update rotation set next_check_at = :next where domain = :domain and next_check_at <= :now")
                        .param("next", Timestamp.from(next))
                        .param("domain", rotation.domain().value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /** Lets the records be looked for at once. */
    void hurry(DomainId domain, Instant now) {
        jdbc.sql("update rotation set next_check_at = :now where domain = :domain and next_check_at > :now")
                .param("now", Timestamp.from(now))
                .param("domain", domain.value())
                .update();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Rotation row(ResultSet row, int number) throws SQLException {
        @Nullable Timestamp switchAt = row.getTimestamp("switch_at");
        return new Rotation(
                new DomainId(row.getObject("domain", UUID.class)),
                row.getObject("key_set", UUID.class),
                row.getBoolean("automatic"),
                row.getTimestamp("started_at").toInstant(),
                switchAt == null ? null : switchAt.toInstant(),
                row.getBoolean("alerted"));
    }
}
