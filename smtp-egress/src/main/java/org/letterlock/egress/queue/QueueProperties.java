package org.letterlock.egress.queue;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The outbound queue, under {@code letterlock.egress}; what an administrator decides of it comes live, as a {@link
 * org.letterlock.contracts.smtp.DeliveryPolicy}.
 *
 * @param poll how long a due entry waits at most when nothing wakes the service
 */
@Validated
@ConfigurationProperties("letterlock.egress")
public record QueueProperties(@DefaultValue("5s") Duration poll) {}
