package org.letterlock.service.database;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The common database, under {@code spring.datasource}. */
@Validated
@ConfigurationProperties("spring.datasource")
public record DatabaseProperties(
        @NotBlank String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @Valid @DefaultValue Hikari hikari) {

    /**
     * The connection pool.
     *
     * @param maximumPoolSize more than 16 only hurts on small machines
     * @param connectionTimeout how long work waits for a connection
     */
    public record Hikari(
            @Min(2) @Max(200) @DefaultValue("8") int maximumPoolSize,
            @Min(0) @DefaultValue("1") int minimumIdle,
            @DefaultValue("5s") Duration connectionTimeout) {}

    @Override
    public String toString() {
        return "DatabaseProperties[" + url + "]";
    }
}
