package org.letterlock.ingress.smtp.listener;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Settings under {@code letterlock.tls}: the certificate chain in PEM, and its key in PEM and PKCS #8. */
@Validated
@ConfigurationProperties("letterlock.tls")
public record TlsSettings(
        @NotNull Path certificateFile, @NotNull Path keyFile) {}
