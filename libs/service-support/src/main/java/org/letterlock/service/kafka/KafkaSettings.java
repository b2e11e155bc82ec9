package org.letterlock.service.kafka;

import jakarta.validation.constraints.NotBlank;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The broker, under {@code spring.kafka}.
 *
 * @param bootstrapServers {@code HOST:PORT}, several parted by commas
 * @param properties what else the client needs, such as {@code security.protocol}; may hold a secret
 */
@Validated
@ConfigurationProperties("spring.kafka")
public record KafkaSettings(
        @NotBlank String bootstrapServers, @DefaultValue Map<String, String> properties) {

    /** Properties that every client of this service has. */
    Map<String, Object> clientProperties(String clientId) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrapServers);
        all.put("client.id", clientId);
        all.put("enable.metrics.push", false);
        return all;
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + "]";
    }
}
