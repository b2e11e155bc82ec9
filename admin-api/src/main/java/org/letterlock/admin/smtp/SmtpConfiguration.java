package org.letterlock.admin.smtp;

import java.util.Set;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.ipgroup.PredefinedGroups;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the settings of SMTP; publishes the defaults at the first start. */
@Configuration(proxyBeanMethods = false)
public class SmtpConfiguration {
    private static final SmtpLimits INITIAL_LIMITS = SmtpLimits.DEFAULT.with(new PeerLimits(
            PeerLimits.DEFAULT.messagesPerHour(),
            PeerLimits.DEFAULT.unknownRecipientsPerHour(),
            PeerLimits.DEFAULT.requireSenderDomain(),
            PeerLimits.DEFAULT.requirePtr(),
            PredefinedGroups.LOCAL_CLIENTS));
    private static final Setting<SmtpLimits> LIMITS = new Setting<>(
            "limits",
            Topics.POLICY_SMTP_LIMITS,
            INITIAL_LIMITS,
            limits -> GroupReferences.named(limits.peers().exemptGroup()),
            "smtp-limits");
    private static final Setting<RelayPolicy> RELAY = new Setting<>(
            "relay",
            Topics.POLICY_RELAY,
            RelayPolicy.DEFAULT,
            policy -> GroupReferences.named(policy.relayGroup()),
            "smtp-relay");
    private static final Setting<DeliveryPolicy> DELIVERY =
            new Setting<>("delivery", Topics.POLICY_DELIVERY, DeliveryPolicy.DEFAULT, _ -> Set.of(), "smtp-delivery");

    @Bean
    SmtpLimitsController smtpLimitsController(SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(LIMITS);
        return new SmtpLimitsController(new SettingResource<>(
                LIMITS,
                "/smtp/limits",
                SmtpLimitsDocument.class,
                SmtpLimitsDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }

    @Bean
    RelayPolicyController relayPolicyController(SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(RELAY);
        return new RelayPolicyController(new SettingResource<>(
                RELAY,
                "/smtp/relay",
                RelayPolicyDocument.class,
                RelayPolicyDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }

    @Bean
    DeliveryPolicyController deliveryPolicyController(SettingResource.Surroundings surroundings) {
        surroundings.store().addInitial(DELIVERY);
        return new DeliveryPolicyController(new SettingResource<>(
                DELIVERY,
                "/smtp/delivery",
                DeliveryPolicyDocument.class,
                DeliveryPolicyDocument::of,
                DeliveryPolicyDocument::checked,
                surroundings));
    }
}
