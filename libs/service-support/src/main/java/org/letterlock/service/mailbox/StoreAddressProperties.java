package org.letterlock.service.mailbox;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.mailstore} of a front end whose store is in another process.
 *
 * @param url base address of mailstore-service
 */
@Validated
@ConfigurationProperties("letterlock.mailstore")
record StoreAddressProperties(@NotNull URI url) {}
