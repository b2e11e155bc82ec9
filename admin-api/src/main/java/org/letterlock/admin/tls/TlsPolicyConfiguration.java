package org.letterlock.admin.tls;

import java.util.Set;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.TlsPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires which TLS is spoken; publishes the default at the first start. */
@Configuration(proxyBeanMethods = false)
public class TlsPolicyConfiguration {
    /** Key of the one document in its topic. */
    static final String NAME = "tls";

    private static final Setting<TlsPolicy> SETTING =
            new Setting<>(NAME, Topics.POLICY_TLS, TlsPolicy.DEFAULT, _ -> Set.of(), "tls");

    @Bean
    TlsPolicyController tlsPolicyController(SettingResource.Surroundings surroundings) {
        surroundings.store().addInitial(SETTING);
        return new TlsPolicyController(new SettingResource<>(
                SETTING,
                "/tls",
                TlsPolicyDocument.class,
                TlsPolicyDocument::of,
                TlsPolicyDocument::checked,
                surroundings));
    }
}
