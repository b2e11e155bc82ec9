package org.letterlock.service.content;

import java.time.InstantSource;
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
    ContentSweeper contentSweeper(JdbcContentStore contentStore) {
        return new ContentSweeper(contentStore);
    }
}
