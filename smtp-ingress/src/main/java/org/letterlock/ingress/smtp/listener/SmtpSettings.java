package org.letterlock.ingress.smtp.listener;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of one process under {@code letterlock.smtp}; what holds for the installation comes live, see {@link LiveSettings}.
 *
 * @param address where the ports are opened: {@code any}, {@code loopback} or one IP address
 * @param eventLoops threads that serve connections; 0 for one per processor
 * @param heldInMemory of all messages that are arriving; above it no new one is begun
 * @param drain how long sessions may go on when the service stops
 */
@Validated
@ConfigurationProperties("letterlock.smtp")
public record SmtpSettings(
        @Valid @DefaultValue Ports ports,
        @NotBlank @DefaultValue("any") String address,
        @Min(0) @Max(64) @DefaultValue("0") int eventLoops,
        @NotNull @DefaultValue("128MB") DataSize heldInMemory,
        @NotNull @DefaultValue("8s") Duration drain,
        @Valid @DefaultValue Disk disk) {

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
}
