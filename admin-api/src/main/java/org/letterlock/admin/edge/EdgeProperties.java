package org.letterlock.admin.edge;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code letterlock.admin}.
 *
 * @param routes where each service serves its resources, by service name, such as {@code auth-service}
 */
@ConfigurationProperties("letterlock.admin")
public record EdgeProperties(@DefaultValue Map<String, URI> routes) {
    public EdgeProperties {
        routes = Map.copyOf(routes);
    }
}
