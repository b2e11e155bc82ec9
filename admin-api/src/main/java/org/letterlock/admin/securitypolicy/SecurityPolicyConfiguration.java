package org.letterlock.admin.securitypolicy;

import java.util.List;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.admin.service.TlsTwins;
import org.letterlock.admin.session.SessionForecast;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.lockout.RuleChange;
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
            SettingResource.Surroundings surroundings,
            IpGroupStore ipGroups,
            TlsTwins twins,
            LockOutGuard lockOuts,
            SessionForecast sessions) {
        surroundings.store().addInitial(SETTING);
        return new SecurityPolicyController(
                new SettingResource<>(
                                SETTING,
                                "/security-policy",
                                SecurityPolicyDocument.class,
                                policy -> SecurityPolicyDocument.of(policy, warnings(policy, twins)),
                                document -> document.checked(new GroupReferences(ipGroups.all())),
                                surroundings)
                        .guardedBy((caller, policy) -> lockOuts.require(caller, RuleChange.of(policy))),
                (caller, document) -> {
                    SecurityPolicy policy = document.checked(new GroupReferences(ipGroups.all()));
                    return PolicyDryRun.of(
                            lockOuts.simulate(caller, RuleChange.of(policy)),
                            sessions.endedBy(policy),
                            warnings(policy, twins));
                });
    }

    private static List<String> warnings(SecurityPolicy policy, TlsTwins twins) {
        return policy.mode() == SecurityPolicy.Mode.ENCRYPTED && twins.isOneStopped()
                ? List.of("tls-twin-stopped")
                : List.of();
    }
}
