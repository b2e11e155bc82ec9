package org.letterlock.admin.tls;

import java.util.Set;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.HstsPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what browsers are told to remember; publishes the default at the first start. */
@Configuration(proxyBeanMethods = false)
public class HstsConfiguration {
    /** Key of the one document in its topic. */
    public static final String NAME = "hsts";

    private static final Setting<HstsPolicy> SETTING =
            new Setting<>(NAME, Topics.POLICY_HSTS, HstsPolicy.DEFAULT, _ -> Set.of(), "hsts");

    @Bean
    HstsController hstsController(SettingResource.Surroundings surroundings) {
        surroundings.store().addInitial(SETTING);
        return new HstsController(new SettingResource<>(
                SETTING, "/hsts", HstsDocument.class, HstsDocument::of, HstsDocument::checked, surroundings));
    }
}
