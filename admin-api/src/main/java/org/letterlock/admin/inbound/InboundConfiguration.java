package org.letterlock.admin.inbound;

import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.ipgroup.PredefinedGroups;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the settings of inbound mail; publishes the defaults at the first start. */
@Configuration(proxyBeanMethods = false)
public class InboundConfiguration {
    // Of a client inside, a domain outside knows nothing: the address that it publishes is that of the way out.
    private static final SpfPolicy INITIAL_SPF = new SpfPolicy(
            SpfPolicy.DEFAULT.onFail(),
            SpfPolicy.DEFAULT.onPermanentError(),
            SpfPolicy.DEFAULT.text(),
            PredefinedGroups.LOCAL_CLIENTS);
    private static final Setting<SpfPolicy> SPF = new Setting<>(
            "spf",
            Topics.POLICY_SPF,
            INITIAL_SPF,
            policy -> GroupReferences.named(policy.exemptGroup()),
            "inbound-spf");

    private static final Setting<DmarcEnforcement> DMARC = new Setting<>(
            "dmarc",
            Topics.POLICY_DMARC,
            DmarcEnforcement.DEFAULT,
            enforcement -> GroupReferences.named(enforcement.exemptGroup()),
            "inbound-dmarc");

    @Bean
    SpfPolicyController spfPolicyController(SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(SPF);
        return new SpfPolicyController(new SettingResource<>(
                SPF,
                "/inbound/spf",
                SpfPolicyDocument.class,
                SpfPolicyDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }

    @Bean
    DmarcController dmarcController(SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(DMARC);
        return new DmarcController(new SettingResource<>(
                DMARC,
                "/inbound/dmarc",
                DmarcDocument.class,
                DmarcDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }
}
