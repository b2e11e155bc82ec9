package org.letterlock.ingress.smtp.listener;

import java.time.InstantSource;
import org.letterlock.ingress.smtp.policy.OwnNames;
import org.letterlock.ingress.smtp.session.SessionServices;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.tls.TlsIdentityWatch;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the ports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SmtpSettings.class, TlsSettings.class})
public class ListenerConfiguration {
    @Bean
    EventLoops eventLoops(SmtpSettings settings) {
        return EventLoops.start("smtp-ingress", settings.eventLoops());
    }

    @Bean
    TlsContexts tlsContexts(TlsSettings settings, Views views, Sealer sealer, InstantSource clock) {
        return LiveTls.follow(settings, views, sealer, clock);
    }

    @Bean
    TlsIdentityWatch tlsIdentityWatch(TlsSettings settings, TlsContexts contexts) {
        return LiveTls.watch(settings, contexts);
    }

    @Bean
    ConnectionGate connectionGate(AccessPolicies policies, InstantSource clock) {
        return ConnectionGate.of(policies, clock);
    }

    @Bean
    SmtpListeners smtpListeners(
            SmtpSettings settings,
            EventLoops loops,
            AccessPolicies policies,
            ConnectionGate gate,
            TlsContexts tls,
            OwnNames names,
            SessionServices services) {
        return new SmtpListeners(
                settings,
                new Listener.Surroundings(loops, policies, gate, tls),
                new SmtpFrontEnd(names.hostName(), services));
    }
}
