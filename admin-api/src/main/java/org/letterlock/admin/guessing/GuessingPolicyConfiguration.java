package org.letterlock.admin.guessing;

import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.GuessingPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the protection against guessing; publishes the default one at the first start. */
@Configuration(proxyBeanMethods = false)
public class GuessingPolicyConfiguration {
    private static final Setting<GuessingPolicy> SETTING = new Setting<>(
            "guessing",
            Topics.POLICY_GUESSING,
            GuessingPolicy.DEFAULT,
            policy -> GroupReferences.named(policy.exemptGroup()),
            "guessing-protection");

    @Bean
    GuessingPolicyController guessingPolicyController(
            SettingResource.Surroundings surroundings, IpGroupStore ipGroups) {
        surroundings.store().addInitial(SETTING);
        return new GuessingPolicyController(new SettingResource<>(
                SETTING,
                "/guessing-protection",
                GuessingPolicyDocument.class,
                GuessingPolicyDocument::of,
                document -> document.checked(new GroupReferences(ipGroups.all())),
                surroundings));
    }
}
