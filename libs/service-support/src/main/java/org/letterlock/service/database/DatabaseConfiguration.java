package org.letterlock.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import javax.sql.DataSource;
import org.letterlock.service.ServiceDescription;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The common database. Whoever gets the {@link DataSource} gets it with every schema up to date; unqualified names mean the
 * service's own schema.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
@EnableTransactionManagement(proxyTargetClass = true)
public class DatabaseConfiguration {
    private static final long WAIT_FOR_DATABASE_MILLIS = 30_000;

    @Bean
    DataSource dataSource(DatabaseProperties properties, ServiceDescription service) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(service.name());
        config.setJdbcUrl(properties.url());
        config.setUsername(properties.username());
        config.setPassword(properties.password());
        config.setMaximumPoolSize(properties.hikari().maximumPoolSize());
        config.setMinimumIdle(properties.hikari().minimumIdle());
        config.setConnectionTimeout(properties.hikari().connectionTimeout().toMillis());
        config.setInitializationFailTimeout(WAIT_FOR_DATABASE_MILLIS);
        config.addDataSourceProperty("ApplicationName", service.name());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        if (!service.schema().isEmpty()) {
            config.setSchema(service.schema());
        }
        HikariDataSource dataSource = new HikariDataSource(config);
        try {
            SchemaMigration.migrate(dataSource, "keyring", List.of("keyring"));
            SchemaMigration.migrate(dataSource, "content", List.of("content"));
            SchemaMigration.migrate(dataSource, "configuration", List.of("configuration"));
            if (!service.schema().isEmpty()) {
                SchemaMigration.migrate(dataSource, service.schema(), List.of("service-support", service.name()));
            }
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }
}
