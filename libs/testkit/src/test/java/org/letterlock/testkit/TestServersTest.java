package org.letterlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void everyCallerGetsADatabaseOfItsOwn() throws SQLException {
        var first = TestServers.freshDatabase();
        var second = TestServers.freshDatabase();

        try (var one = first.connect();
                var other = second.connect();
                var statement = one.createStatement();
                var otherStatement = other.createStatement()) {
            statement.execute("CREATE TABLE letter (id int)");
            otherStatement.execute("CREATE TABLE letter (id int)");
        }

        assertThat(first.jdbcUrl()).isNotEqualTo(second.jdbcUrl());
    }

    @Test
    void theBrokerAnswersItsClients() throws Exception {
        try (var admin = Admin.create(new HashMap<>(TestServers.kafkaProperties()))) {
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                    .hasSize(1);
        }
    }
}
