package org.letterlock.egress.route;

import java.util.random.RandomGenerator;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rules and DNS. */
@Configuration(proxyBeanMethods = false)
public class RouteConfiguration {
    @Bean
    RouteStore routeStore(JdbcClient jdbc, Sealer sealer, RecordCodec codec) {
        return new RouteStore(jdbc, sealer, codec);
    }

    @Bean
    HostPasswords hostPasswords(Sealer sealer) {
        return new HostPasswords(sealer);
    }

    @Bean
    NameService nameService(InstallationProperties installation) {
        return new DnsNameService(installation.dns().server());
    }

    @Bean
    MailRouter mailRouter(NameService names, InstallationProperties installation) {
        return new MailRouter(names, new OwnHost(installation.hostName()), RandomGenerator.getDefault());
    }
}
