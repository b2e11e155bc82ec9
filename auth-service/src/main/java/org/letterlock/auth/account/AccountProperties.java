package org.letterlock.auth.account;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.auth}.
 *
 * @param initialPasswordFile where the one-time password of {@code admin} is written at the first start (ADM-3); orders of the
 *     break-glass command are looked for beside it (ADM-4)
 */
@Validated
@ConfigurationProperties("letterlock.auth")
record AccountProperties(@NotNull Path initialPasswordFile) {
    /** Where the file is. */
    Path directory() {
        return Objects.requireNonNull(initialPasswordFile.toAbsolutePath().getParent());
    }
}
