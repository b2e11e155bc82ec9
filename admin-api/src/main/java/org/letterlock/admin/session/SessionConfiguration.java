package org.letterlock.admin.session;

import java.time.InstantSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the sessions of all replicas. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {
    @Bean
    SessionController sessionController(
            Consumers consumers,
            TopicPublisher publisher,
            Views views,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        ReplicatedView<AccountRecord> accounts = views.viewOf(Topics.DIRECTORY_ACCOUNTS);
        return new SessionController(
                new SessionGathering(consumers, publisher, clock),
                new SessionNews(outbox, transactions, clock),
                id -> accounts.find(id.toString())
                        .map(account -> account.address().format()));
    }
}
