package org.letterlock.admin.session;

import java.time.InstantSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

/** Wires the sessions of all replicas. */
@Configuration(proxyBeanMethods = false)
public class SessionConfiguration {
    @Bean
    SessionGathering sessionGathering(Consumers consumers, TopicPublisher publisher, InstantSource clock) {
        return new SessionGathering(consumers, publisher, clock);
    }

    @Bean
    SessionForecast sessionForecast(SessionGathering gathering, ReplicatedIpGroups ipGroups) {
        return new SessionForecast(gathering, ipGroups);
    }

    @Bean
    SessionController sessionController(
            SessionGathering gathering,
            Views views,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        ReplicatedView<AccountRecord> accounts = views.viewOf(Topics.DIRECTORY_ACCOUNTS);
        return new SessionController(
                gathering,
                new SessionNews(outbox, transactions, clock),
                id -> accounts.find(id.toString())
                        .map(account -> account.address().format()));
    }
}
