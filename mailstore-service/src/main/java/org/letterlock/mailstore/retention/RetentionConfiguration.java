package org.letterlock.mailstore.retention;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.letterlock.mailstore.retention.Retention.ForgettableDeliveries;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Removal of what is needed no more. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionConfiguration {
    @Bean
    Shredder shredder(JdbcMailboxRepository mailboxes, Mailboxes open, ExecutorService mailstoreWork, Views views) {
        var shredder = new Shredder(mailboxes, open, mailstoreWork);
        views.viewOf(Topics.DIRECTORY_ACCOUNTS).onChange(change -> {
            if (change instanceof ViewChange.Removed<?>(String account)) {
                shredder.shredSoon(new AccountId(UUID.fromString(account)));
            }
        });
        return shredder;
    }

    @Bean
    Retention retention(
            JdbcTemplate template,
            JdbcContentRepository contents,
            JdbcMailboxRepository mailboxes,
            Directory directory,
            Shredder shredder,
            ForgettableDeliveries deliveries,
            TransactionTemplate transaction,
            InstantSource clock) {
        return new Retention(template, contents, mailboxes, directory, shredder, deliveries, transaction, clock);
    }

    @Bean
    RecurringWork retentionRounds(Retention retention, RetentionProperties properties) {
        return new RecurringWork("mailstore-retention", properties.interval(), properties.interval(), retention::run);
    }
}
