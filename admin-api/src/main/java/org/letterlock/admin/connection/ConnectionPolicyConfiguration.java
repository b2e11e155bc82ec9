package org.letterlock.admin.connection;

import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.lockout.RuleChange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what holds for all connections; publishes the default at the first start. */
@Configuration(proxyBeanMethods = false)
public class ConnectionPolicyConfiguration {
    private static final Setting<ConnectionPolicy> SETTING = new Setting<>(
            "connections",
            Topics.POLICY_CONNECTIONS,
            ConnectionPolicy.DEFAULT,
            policy -> GroupReferences.named(policy.trustedProxies()),
            "connection-policy");

    @Bean
    ConnectionPolicyController connectionPolicyController(
            SettingResource.Surroundings surroundings, IpGroupStore ipGroups, LockOutGuard lockOuts) {
        surroundings.store().addInitial(SETTING);
        return new ConnectionPolicyController(new SettingResource<>(
                        SETTING,
                        "/connection-policy",
                        ConnectionPolicyDocument.class,
                        ConnectionPolicyDocument::of,
                        document -> document.checked(new GroupReferences(ipGroups.all())),
                        surroundings)
                .guardedBy((caller, policy) -> lockOuts.require(caller, RuleChange.of(policy))));
    }
}
