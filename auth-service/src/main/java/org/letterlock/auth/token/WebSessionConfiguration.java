package org.letterlock.auth.token;

import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.auth.document.SealedText;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.session.SessionDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what the sessions of the console and the API are asked. */
@Configuration(proxyBeanMethods = false)
public class WebSessionConfiguration {
    @Bean
    SessionDesk sessionDesk(
            JdbcClient jdbc, SealedText texts, Consumers consumers, TopicPublisher publisher, InstantSource clock) {
        UUID replica = UUID.randomUUID();
        return new SessionDesk(
                replica, "auth-service", new WebSessions(replica, jdbc, texts, clock), consumers, publisher);
    }
}
