package org.letterlock.service.database;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.letterlock.testkit.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of its own with some of the schemas of this module. */
public record TestSchemas(DataSource dataSource, JdbcClient jdbc, TransactionTemplate transactions) {

    /** The database, with schemas that are named as their migrations. */
    public static TestSchemas fresh(String... schemas) {
        var database = TestServers.freshDatabase();
        var dataSource = new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        Arrays.stream(schemas).forEach(schema -> SchemaMigration.migrate(dataSource, schema, List.of(schema)));
        return new TestSchemas(
                dataSource,
                JdbcClient.create(dataSource),
                new TransactionTemplate(new JdbcTransactionManager(dataSource)));
    }

    /** The outbox table in a schema that the connections use. */
    public static TestSchemas withOutbox() {
        var database = TestServers.freshDatabase();
        var dataSource = new DriverManagerDataSource(
                database.jdbcUrl() + (database.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=trial",
                database.user(),
                database.password());
        SchemaMigration.migrate(dataSource, "trial", List.of("service-support"));
        SchemaMigration.migrate(dataSource, "configuration", List.of("configuration"));
        return new TestSchemas(
                dataSource,
                JdbcClient.create(dataSource),
                new TransactionTemplate(new JdbcTransactionManager(dataSource)));
    }
}
