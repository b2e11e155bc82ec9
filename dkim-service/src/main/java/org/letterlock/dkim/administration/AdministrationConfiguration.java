package org.letterlock.dkim.administration;

import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.dkim.dns.DnsChecks;
import org.letterlock.dkim.guide.DnsGuide;
import org.letterlock.dkim.key.JdbcSigningKeys;
import org.letterlock.dkim.key.KeyEvents;
import org.letterlock.dkim.key.KeyLifecycle;
import org.letterlock.dkim.rotation.Rotations;
import org.letterlock.dkim.setting.JdbcDomainSettings;
import org.letterlock.dkim.signing.SigningDecisions;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the REST resources. */
@Configuration(proxyBeanMethods = false)
public class AdministrationConfiguration {
    @Bean
    DomainAccess domainAccess(Directory directory) {
        return new DomainAccess(directory);
    }

    @Bean
    DomainController domainController(
            DomainAccess access,
            JdbcDomainSettings settings,
            JdbcSigningKeys keys,
            DnsChecks checks,
            Rotations rotations,
            KeyEvents events,
            MergePatch patches,
            Outbox outbox,
            TransactionTemplate transactions,
            Views views) {
        ReplicatedView<SenderPolicy> senderPolicies = views.viewOf(Topics.POLICY_SENDER);
        return new DomainController(
                access,
                settings,
                keys,
                checks,
                rotations,
                events,
                patches,
                outbox,
                transactions,
                () -> senderPolicies.find("sender").orElse(SenderPolicy.DEFAULT));
    }

    @Bean
    KeyController keyController(
            DomainAccess access,
            JdbcSigningKeys keys,
            JdbcDomainSettings settings,
            KeyLifecycle lifecycle,
            Rotations rotations,
            DnsChecks checks) {
        return new KeyController(access, keys, settings, lifecycle, rotations, checks);
    }

    @Bean
    DnsGuideController dnsGuideController(
            DomainAccess access, JdbcSigningKeys keys, JdbcDomainSettings settings, DnsGuide guide) {
        return new DnsGuideController(access, keys, settings, guide);
    }

    @Bean
    ExplainController explainController(Directory directory, DomainAccess access, SigningDecisions decisions) {
        return new ExplainController(directory, access, decisions);
    }
}
