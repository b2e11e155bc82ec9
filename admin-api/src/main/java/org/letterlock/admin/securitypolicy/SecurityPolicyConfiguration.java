package org.letterlock.admin.securitypolicy;

import java.util.List;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.service.TlsTwins;
import org.letterlock.admin.setting.Setting;
import org.letterlock.admin.setting.SettingResource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.service.kafka.Requester;
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
            Requester<AuthenticationRequest, AuthenticationReply> authentication) {
        surroundings.store().addInitial(SETTING);
        PolicyEffects effects = new PolicyEffects(authentication);
        return new SecurityPolicyController(
                new SettingResource<>(
                        SETTING,
                        "/security-policy",
                        SecurityPolicyDocument.class,
                        policy -> SecurityPolicyDocument.of(policy, warnings(policy, twins)),
                        document -> {
                            SecurityPolicy policy = document.checked(new GroupReferences(ipGroups.all()));
                            effects.requireWayInForDigests(policy);
                            return policy;
                        },
                        surroundings),
                document -> {
                    SecurityPolicy policy = document.checked(new GroupReferences(ipGroups.all()));
                    return PolicyDryRun.of(effects.shutOut(policy), warnings(policy, twins));
                });
    }

    private static List<String> warnings(SecurityPolicy policy, TlsTwins twins) {
        return policy.mode() == SecurityPolicy.Mode.ENCRYPTED && twins.isOneStopped()
                ? List.of("tls-twin-stopped")
                : List.of();
    }
}
