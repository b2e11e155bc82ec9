package org.letterlock.ingress.smtp.listener;

import org.letterlock.ingress.smtp.policy.OwnNames;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the ports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SmtpSettings.class)
public class ListenerConfiguration {
    @Bean
    EventLoops eventLoops(SmtpSettings settings) {
        return EventLoops.start("smtp-ingress", settings.eventLoops());
    }

    @Bean
    SmtpListeners smtpListeners(
            SmtpSettings settings,
            EventLoops loops,
            AccessPolicies policies,
            ConnectionGate gate,
            TlsContexts tls,
            TrustedProxies proxies,
            OwnNames names,
            SessionServices services) {
        return new SmtpListeners(
                settings,
                new Listener.Surroundings(loops, policies, gate, tls, proxies),
                new SmtpFrontEnd(names.hostName(), services));
    }
}
