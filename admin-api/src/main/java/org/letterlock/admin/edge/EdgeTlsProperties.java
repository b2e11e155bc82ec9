package org.letterlock.admin.edge;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.tls}.
 *
 * @param certificateFile the chain that the edge shows, in PEM
 */
@Validated
@ConfigurationProperties("letterlock.tls")
record EdgeTlsProperties(@NotNull Path certificateFile) {}
