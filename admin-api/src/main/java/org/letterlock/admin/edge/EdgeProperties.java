package org.letterlock.admin.edge;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.admin}.
 *
 * @param routes where each service serves its resources, by service name, such as {@code auth-service}
 * @param address where the edge listens: {@code any}, {@code loopback} or one IP address of this machine
 * @param port the edge's port on this machine; 0 lets the system choose, for tests
 */
@Validated
@ConfigurationProperties("letterlock.admin")
public record EdgeProperties(
        @DefaultValue Map<String, URI> routes,
        @NotBlank @DefaultValue("any") String address,
        @Min(0) @Max(65_535) @DefaultValue("4040") int port) {
    public EdgeProperties {
        routes = Map.copyOf(routes);
    }
}
