package org.letterlock.mailstore.store;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.mailstore}.
 *
 * @param contentCache how much ciphertext of small messages is kept in memory
 */
@Validated
@ConfigurationProperties("letterlock.mailstore")
record StoreProperties(@NotNull @DefaultValue("48MB") DataSize contentCache) {}
