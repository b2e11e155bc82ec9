package org.letterlock.service;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What every service knows of its installation, under {@code letterlock}.
 *
 * @param hostName how the installation calls itself in greetings and trace fields
 * @param instanceKeyFile the key that opens the keyring
 */
@Validated
@ConfigurationProperties("letterlock")
public record InstallationProperties(
        @NotBlank String hostName,
        @NotNull Path instanceKeyFile,
        @Valid @DefaultValue Dns dns) {

    /** @param server {@code HOST:PORT} of the DNS server to ask; null for those of the system */
    public record Dns(@Nullable String server) {}
}
