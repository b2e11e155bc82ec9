package org.letterlock.ingress.mailbox.listener;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * IMAP, under {@code letterlock.imap}.
 *
 * @param address {@code any}, {@code loopback} or one IP address of this machine
 * @param maxMessageSize octets of the largest message that APPEND takes
 * @param loginTime until a client must have logged in (CONN-9)
 * @param idleTime until a silent client is sent away (CONN-10)
 * @param stillHereTime between two signs of life to an idling client (IMAP-11)
 * @param drainTime until sessions are ended when the service stops (SVC-5)
 */
@Validated
@ConfigurationProperties("letterlock.imap")
public record ImapProperties(
        @Valid @DefaultValue Ports ports,
        @NotBlank @DefaultValue("any") String address,
        @Min(1024) @DefaultValue("52428800") long maxMessageSize,
        @NotNull @DefaultValue("60s") Duration loginTime,
        @NotNull @DefaultValue("30m") Duration idleTime,
        @NotNull @DefaultValue("2m") Duration stillHereTime,
        @NotNull @DefaultValue("2s") Duration drainTime) {

    /** 0 lets the system choose, for tests. */
    public record Ports(
            @Min(0) @Max(65_535) @DefaultValue("143") int imap,
            @Min(0) @Max(65_535) @DefaultValue("993") int imaps) {}
}
