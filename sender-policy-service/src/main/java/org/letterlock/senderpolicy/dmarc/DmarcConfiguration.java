package org.letterlock.senderpolicy.dmarc;

import java.time.InstantSource;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.Views;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the evaluation of DMARC and the exchange by which it is asked for. */
@Configuration(proxyBeanMethods = false)
public class DmarcConfiguration {
    @Bean
    DmarcDecisions dmarcDecisions(
            InstallationProperties installation, Views views, Responders responders, InstantSource clock) {
        DnsLookup lookup = DnsjavaLookup.caching(installation.dns().server(), clock);
        ReplicatedView<DmarcEnforcement> enforcement = views.viewOf(Topics.POLICY_DMARC);
        DmarcDecisions decisions = new DmarcDecisions(
                () -> DnsBudget.forMessage(lookup),
                () -> enforcement.find("dmarc").orElse(DmarcEnforcement.DEFAULT));
        responders.answerBlocking(Exchanges.DMARC, decisions::decide);
        return decisions;
    }
}
