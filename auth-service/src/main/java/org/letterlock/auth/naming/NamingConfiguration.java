package org.letterlock.auth.naming;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the register of addresses. */
@Configuration(proxyBeanMethods = false)
public class NamingConfiguration {
    @Bean
    AddressRegistry addressRegistry(JdbcClient jdbc) {
        return new AddressRegistry(jdbc);
    }
}
