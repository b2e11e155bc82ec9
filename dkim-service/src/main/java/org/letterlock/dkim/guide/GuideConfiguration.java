package org.letterlock.dkim.guide;

import java.time.InstantSource;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.dns.DnsjavaLookup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the guide. */
@Configuration(proxyBeanMethods = false)
public class GuideConfiguration {
    @Bean
    DnsGuide dnsGuide(InstallationProperties installation, InstantSource clock) {
        return new DnsGuide(
                DnsjavaLookup.uncached(installation.dns().server()),
                Domain.parse(installation.hostName()).require(),
                clock);
    }
}
