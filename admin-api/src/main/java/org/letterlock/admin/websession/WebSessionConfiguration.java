package org.letterlock.admin.websession;

import java.util.Set;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits of sessions of browsers; publishes the default ones at the first start. */
@Configuration(proxyBeanMethods = false)
public class WebSessionConfiguration {
    private static final Setting<WebSessionPolicy> SETTING = new Setting<>(
            "web-sessions", Topics.POLICY_WEB_SESSIONS, WebSessionPolicy.DEFAULT, _ -> Set.of(), "web-sessions");

    @Bean
    WebSessionController webSessionController(SettingResource.Surroundings surroundings) {
        surroundings.store().addInitial(SETTING);
        return new WebSessionController(new SettingResource<>(
                SETTING,
                "/web-sessions",
                WebSessionDocument.class,
                WebSessionDocument::of,
                WebSessionDocument::checked,
                surroundings));
    }
}
