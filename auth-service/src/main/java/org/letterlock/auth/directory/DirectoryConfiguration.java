package org.letterlock.auth.directory;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.document.SealedText;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Wires the directories. */
@Configuration(proxyBeanMethods = false)
public class DirectoryConfiguration {
    @Bean
    JdbcDirectories jdbcDirectories(JdbcClient jdbc, SealedText texts, Sealer sealer, JsonMapper mapper) {
        return new JdbcDirectories(jdbc, texts, sealer, mapper);
    }

    @Bean(destroyMethod = "close")
    Directories directories(JdbcDirectories stored, Sealer sealer, InstantSource clock) {
        return new Directories(stored, new EntryKeys(sealer), clock);
    }

    @Bean(destroyMethod = "close")
    DirectorySync directorySync(
            JdbcDirectories directories,
            JdbcClient jdbc,
            SealedText texts,
            JsonMapper mapper,
            DataSource database,
            MappedAccounts accounts,
            Sealer sealer,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new DirectorySync(
                directories,
                new JdbcSyncRuns(jdbc, texts, mapper),
                new SyncLocks(database),
                accounts,
                new EntryKeys(sealer),
                outbox,
                transactions,
                clock);
    }

    @Bean
    RecurringWork directorySyncing(DirectorySync sync) {
        return new RecurringWork("directory-syncs", Duration.ofSeconds(30), Duration.ofSeconds(15), sync::startDue);
    }

    @Bean
    DirectoryController directoryController(
            JdbcDirectories directories,
            MappedAccounts accounts,
            DirectorySync sync,
            Documents documents,
            LockOutGuard lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        return new DirectoryController(
                new DirectoryService(directories, accounts, lockOuts, outbox, transactions, clock), sync, documents);
    }
}
