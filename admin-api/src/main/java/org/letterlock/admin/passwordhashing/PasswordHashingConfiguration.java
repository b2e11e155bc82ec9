package org.letterlock.admin.passwordhashing;

import java.util.Set;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the cost of passwords; publishes the default one at the first start. */
@Configuration(proxyBeanMethods = false)
public class PasswordHashingConfiguration {
    private static final Setting<PasswordHashingPolicy> SETTING = new Setting<>(
            "password-hashing",
            Topics.POLICY_PASSWORD_HASHING,
            PasswordHashingPolicy.DEFAULT,
            _ -> Set.of(),
            "password-hashing");

    @Bean
    PasswordHashingController passwordHashingController(SettingResource.Surroundings surroundings) {
        surroundings.store().addInitial(SETTING);
        return new PasswordHashingController(new SettingResource<>(
                SETTING,
                "/password-hashing",
                PasswordHashingDocument.class,
                PasswordHashingDocument::of,
                PasswordHashingDocument::checked,
                surroundings));
    }
}
