package org.letterlock.ingress.smtp.listener;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.ingress.smtp.intake.HideClientAddress;
import org.letterlock.ingress.smtp.policy.RelayRules;
import org.letterlock.mailsyntax.conversion.ConversionScope;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code letterlock.smtp}.
 *
 * @param address where the ports are opened: {@code any}, {@code loopback} or one IP address
 * @param eventLoops threads that serve connections; 0 for one per processor
 * @param maxHops more Received fields than this are a routing loop (HDR-4)
 * @param maxTextLine octets of a line of text (SMTP-10)
 * @param signedConversion what becomes of 8-bit content before it is signed (DKIM-26)
 * @param heldInMemory of all messages that are arriving; above it no new one is begun
 * @param drain how long sessions may go on when the service stops
 */
@Validated
@ConfigurationProperties("letterlock.smtp")
public record SmtpSettings(
        @Valid @DefaultValue Ports ports,
        @NotBlank @DefaultValue("any") String address,
        @Min(0) @Max(64) @DefaultValue("0") int eventLoops,
        @Min(100) @Max(10_000) @DefaultValue("100") int maxRecipients,
        @NotNull @DefaultValue("50MB") DataSize maxMessageSize,
        @Min(1) @Max(100) @DefaultValue("10") int maxFailedCommands,
        @Min(30) @Max(500) @DefaultValue("100") int maxHops,
        @Min(998) @Max(65_536) @DefaultValue("8192") int maxTextLine,
        @NotNull @DefaultValue("PREEMPTIVE") SignedConversion signedConversion,
        @NotNull @DefaultValue("128MB") DataSize heldInMemory,
        @NotNull @DefaultValue("PRIVATE") HideClientAddress hideClientAddress,
        @NotNull @DefaultValue("8s") Duration drain,
        @Valid @DefaultValue Disk disk,
        @Valid @DefaultValue Relay relay) {

    /** What becomes of 8-bit content before it is signed; lines over 998 octets are re-encoded always (SMTP-10). */
    public enum SignedConversion {
        /** It is made 7-bit, so that the signature survives servers without 8BITMIME. */
        PREEMPTIVE(ConversionScope.TO_SEVEN_BIT),
        /** It stays. */
        OFF(ConversionScope.LONG_LINES);

        private final ConversionScope scope;

        SignedConversion(ConversionScope scope) {
            this.scope = scope;
        }

        ConversionScope scope() {
            return scope;
        }
    }

    /** Port numbers; 0 lets the system choose, for tests. */
    public record Ports(
            @Min(0) @Max(65_535) @DefaultValue("25") int smtp,
            @Min(0) @Max(65_535) @DefaultValue("587") int submission,
            @Min(0) @Max(65_535) @DefaultValue("465") int smtps) {}

    /**
     * The disk on which accepted messages end.
     *
     * @param directory on that disk; null where it is another machine's
     * @param leastFree below it no message is accepted
     */
    public record Disk(
            @Nullable Path directory,
            @NotNull @DefaultValue("256MB") DataSize leastFree) {}

    /**
     * Who may relay (RELAY-1, RELAY-2).
     *
     * @param confirm must be {@code open-relay} for mode {@code OPEN}
     * @param group id of the IP group whose members may relay without a login; null for none
     */
    public record Relay(
            @NotNull @DefaultValue("RESTRICTED") RelayRules.Mode mode,
            @DefaultValue("") String confirm,
            @DefaultValue("true") boolean allowAuthenticated,
            @Nullable UUID group) {
        public Relay {
            if (mode == RelayRules.Mode.OPEN && !confirm.equals("open-relay")) {
                throw new IllegalArgumentException(
                        "letterlock.smtp.relay.mode=open needs letterlock.smtp.relay.confirm=open-relay");
            }
        }
    }
}
