package org.letterlock.admin.securitypolicy;

import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the security policy; publishes the default one at the first start. */
@Configuration(proxyBeanMethods = false)
public class SecurityPolicyConfiguration {
    private static final Setting<SecurityPolicy> SETTING = new Setting<>(
            "security",
            Topics.POLICY_SECURITY,
            SecurityPolicy.DEFAULT,
            policy -> GroupReferences.named(policy.secureAuthExempt(), policy.encryptedExempt()),
            "security-policy");

    @Bean
    SecurityPolicyController securityPolicyController(
            SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(SETTING);
        return new SecurityPolicyController(new SettingResource<>(
                SETTING,
                "/security-policy",
                SecurityPolicyDocument.class,
                SecurityPolicyDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }
}
