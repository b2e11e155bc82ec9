package org.letterlock.service.mailbox;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the mailbox store is, under {@code letterlock.mailbox-store}.
 *
 * @param url of mailstore-service, such as {@code http://mailstore-service:8080}
 */
@Validated
@ConfigurationProperties("letterlock.mailbox-store")
record MailboxStoreProperties(@NotNull URI url) {}
