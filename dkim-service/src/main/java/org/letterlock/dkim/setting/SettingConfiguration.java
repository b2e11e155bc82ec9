package org.letterlock.dkim.setting;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the settings. */
@Configuration(proxyBeanMethods = false)
public class SettingConfiguration {
    @Bean
    JdbcDomainSettings jdbcDomainSettings(JdbcClient jdbc) {
        return new JdbcDomainSettings(jdbc);
    }
}
