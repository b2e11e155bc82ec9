package org.letterlock.dkim.rotation;

import java.time.Duration;
import java.time.InstantSource;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyEvents;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.service.RecurringWork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the rotations. */
@Configuration(proxyBeanMethods = false)
public class RotationConfiguration {
    @Bean
    JdbcRotations jdbcRotations(JdbcClient jdbc) {
        return new JdbcRotations(jdbc);
    }

    @Bean
    Rotations rotations(JdbcRotations stored, KeyLifecycle lifecycle, KeyEvents events, InstantSource clock) {
        return new Rotations(stored, lifecycle, events, clock);
    }

    @Bean
    RotationRunner rotationRunner(
            Rotations rotations,
            JdbcRotations stored,
            JdbcSigningKeys keys,
            JdbcDomainSettings settings,
            KeyLifecycle lifecycle,
            DnsChecks checks,
            Directory directory,
            InstantSource clock) {
        return new RotationRunner(rotations, stored, keys, settings, lifecycle, checks, directory, clock);
    }

    @Bean
    RecurringWork dkimRotations(RotationRunner runner) {
        return new RecurringWork("dkim-rotations", Duration.ofSeconds(10), Duration.ofSeconds(10), runner::run);
    }

    @Bean
    RecurringWork dkimRotationPlans(RotationRunner runner) {
        return new RecurringWork("dkim-rotation-plans", Duration.ofMinutes(1), Duration.ofHours(1), runner::plan);
    }
}
