package org.letterlock.ingress.mailbox.listener;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** The identity that the server shows, under {@code letterlock.tls}: PEM files of the chain and the key. */
@Validated
@ConfigurationProperties("letterlock.tls")
public record TlsProperties(
        @NotNull Path certificateFile, @NotNull Path keyFile) {}
