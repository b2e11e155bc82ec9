package org.letterlock.dkim.dns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What was last found in DNS, in PostgreSQL. */
final class JdbcRecordChecks {
    private static final TypeReference<LinkedHashMap<String, RecordState>> SERVERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final JsonMapper mapper;

    JdbcRecordChecks(JdbcClient jdbc, TransactionOperations transactions, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.mapper = mapper;
    }

    List<NameCheck> of(UUID key) {
        return jdbc.sql("select * from record_check where key = :key order by owner")
                .param("key", key)
                .query(this::row)
                .list();
    }

    /** Replaces what is known of a key; of a key that has gone meanwhile nothing is kept. */
    void replace(UUID key, List<NameCheck> checks) {
        try {
            transactions.executeWithoutResult(_ -> {
                jdbc.sql("delete from record_check where key = :key")
                        .param("key", key)
                        .update();
                checks.forEach(this::add);
            });
        } catch (DataIntegrityViolationException goneOrCheckedTwice) {
            // another check of the same key has just stored what it found
        }
    }

    private void add(NameCheck check) {
        jdbc.sql("insert into record_check (key, owner, state, value, difference, servers, checked_at)"
                        + " values (:key, :owner, :state, :value, :difference, :servers, :at)")
                .param("key", check.key())
                .param("owner", check.owner())
                .param("state", check.state().name())
                .param("value", check.value())
                .param("difference", check.difference())
                .param("servers", mapper.writeValueAsString(check.servers()))
                .param("at", Timestamp.from(check.checkedAt()))
                .update();
    }

    private NameCheck row(ResultSet row, int number) throws SQLException {
        Map<String, RecordState> servers = mapper.readValue(row.getString("servers"), SERVERS);
        return new NameCheck(
                row.getObject("key", UUID.class),
                row.getString("owner"),
                RecordState.valueOf(row.getString("state")),
                row.getString("value"),
                row.getString("difference"),
                servers,
                row.getTimestamp("checked_at").toInstant());
    }
}
