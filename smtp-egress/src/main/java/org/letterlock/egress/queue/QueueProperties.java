package org.letterlock.egress.queue;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The outbound queue, under {@code letterlock.egress} (QUEUE-2, QUEUE-4).
 *
 * @param parallelDeliveries of this replica
 * @param parallelPerDomain of this replica, to one destination domain
 * @param recipientsPerTransaction how many RCPT commands one delivery has at most
 * @param retryDelays after the first, second, ... failed attempt; the last one repeats
 * @param warnAfter when the sender is told that a message waits; 0 for never
 * @param expireAfter when a message is given up
 * @param expireReportsAfter when a message with the null reverse-path is given up
 * @param poll how long a due entry waits at most when nothing wakes the service
 */
@Validated
@ConfigurationProperties("letterlock.egress")
public record QueueProperties(
        @Min(1) @Max(500) @DefaultValue("20") int parallelDeliveries,
        @Min(1) @Max(100) @DefaultValue("5") int parallelPerDomain,
        @Min(1) @Max(1000) @DefaultValue("20") int recipientsPerTransaction,

        @NotEmpty @DefaultValue({"5m", "15m", "30m", "1h", "2h", "4h"})
        List<Duration> retryDelays,

        @DefaultValue("4h") Duration warnAfter,
        @DefaultValue("5d") Duration expireAfter,
        @DefaultValue("2d") Duration expireReportsAfter,
        @DefaultValue("5s") Duration poll) {}
