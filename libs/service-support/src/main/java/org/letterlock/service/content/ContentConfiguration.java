package org.letterlock.service.content;

import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.service.RecurringWork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The content store in PostgreSQL. Several replicas may sweep at once; they skip each other's rows. */
@Configuration(proxyBeanMethods = false)
public class ContentConfiguration {
    @Bean
    JdbcContentStore contentStore(JdbcClient jdbc, InstantSource clock) {
        return new JdbcContentStore(jdbc, clock);
    }

    @Bean
    RecurringWork contentSweep(JdbcContentStore contentStore) {
        return new RecurringWork(
                "content-sweep", Duration.ofMinutes(5), Duration.ofHours(1), new ContentSweeper(contentStore)::sweep);
    }
}
