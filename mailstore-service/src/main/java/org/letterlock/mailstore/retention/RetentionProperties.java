package org.letterlock.mailstore.retention;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.mailstore.retention}.
 *
 * @param interval how often is looked for what can be removed
 */
@Validated
@ConfigurationProperties("letterlock.mailstore.retention")
record RetentionProperties(@NotNull @DefaultValue("10m") Duration interval) {}
