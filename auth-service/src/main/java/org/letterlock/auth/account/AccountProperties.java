package org.letterlock.auth.account;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.auth}.
 *
 * @param initialPasswordFile where the one-time password of {@code admin} is written at the first start (ADM-3)
 */
@Validated
@ConfigurationProperties("letterlock.auth")
record AccountProperties(@NotNull Path initialPasswordFile) {}
