package org.letterlock.admin.system;

import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.admin.certificate.DefaultCertificate;
import org.letterlock.admin.edge.EdgeProperties;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.kafka.BrokerHealth;
import org.letterlock.service.kafka.Replicas;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.web.ApiDescription;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Wires what is told of the installation as a whole. */
@Configuration(proxyBeanMethods = false)
public class SystemConfiguration {
    @Bean
    ServiceCalls serviceCalls(EdgeProperties properties) {
        return new ServiceCalls(properties.routes());
    }

    @Bean
    SystemController systemController(
            ServiceCalls services, JdbcClient jdbc, BrokerHealth broker, DefaultCertificate certificate) {
        return new SystemController(services, jdbc, broker, certificate);
    }

    @Bean
    OpenApiController openApiController(ServiceCalls services, ObjectProvider<ApiDescription> own, JsonMapper mapper) {
        return new OpenApiController(services, own, mapper);
    }

    @Bean
    ConfigChanges configChanges(JdbcClient jdbc) {
        return new ConfigChanges(jdbc);
    }

    @Bean
    ConfigController configController(ConfigChanges changes, Replicas replicas, InstantSource clock) {
        return new ConfigController(changes, replicas, clock);
    }

    @Bean
    ReplicaWatch lateReplicaWatch(
            ConfigChanges changes, Replicas replicas, TopicPublisher publisher, InstantSource clock) {
        return new ReplicaWatch(
                () -> ConfigState.of(changes.version(), changes.newest(), replicas.known(), clock.instant()),
                publisher,
                clock);
    }

    @Bean
    RecurringWork lateReplicas(ReplicaWatch watch) {
        return new RecurringWork("late-replicas", Duration.ofSeconds(5), Duration.ofSeconds(1), watch::look);
    }
}
