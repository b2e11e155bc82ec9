package org.letterlock.frontend;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.tls}: what the server shows until it is given another certificate.
 *
 * @param certificateFile the certificate chain in PEM
 * @param keyFile its key in PEM and PKCS #8
 * @param trusted whether clients know who vouches for it; false for the one that the installation has made for itself
 */
@Validated
@ConfigurationProperties("letterlock.tls")
public record TlsProperties(
        @NotNull Path certificateFile,
        @NotNull Path keyFile,
        @DefaultValue("false") boolean trusted) {}
