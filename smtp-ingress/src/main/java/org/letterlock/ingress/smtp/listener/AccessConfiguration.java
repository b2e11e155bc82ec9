package org.letterlock.ingress.smtp.listener;

import java.time.InstantSource;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.transport.PeerAddresses;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.NamedHosts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the access policies current from the {@code policy.*} topics. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {
    @Bean
    AccessPolicies accessPolicies(Views views) {
        AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
        views.viewOf(Topics.POLICY_IP_GROUPS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<IpGroup>(String _, IpGroup group) -> policies.put(group);
                case ViewChange.Removed<IpGroup>(String key) ->
                    policies.removeGroup(new IpGroupId(UUID.fromString(key)));
            }
        });
        views.viewOf(Topics.POLICY_SERVICES).onChange(change -> {
            switch (change) {
                case ViewChange.Put<ServicePolicy>(String _, ServicePolicy policy) -> policies.put(policy);
                case ViewChange.Removed<ServicePolicy>(String key) -> policies.removeService(key);
            }
        });
        views.viewOf(Topics.POLICY_SECURITY).onChange(change -> {
            switch (change) {
                case ViewChange.Put<SecurityPolicy>(String _, SecurityPolicy policy) -> policies.put(policy);
                case ViewChange.Removed<SecurityPolicy> _ -> policies.put(SecurityPolicy.DEFAULT);
            }
        });
        views.viewOf(Topics.POLICY_CONNECTIONS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<ConnectionPolicy>(String _, ConnectionPolicy policy) -> policies.put(policy);
                case ViewChange.Removed<ConnectionPolicy> _ -> policies.put(ConnectionPolicy.DEFAULT);
            }
        });
        views.viewOf(Topics.ACCESS_BLOCKS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<AddressBlock>(String key, AddressBlock block) -> policies.putBlock(key, block);
                case ViewChange.Removed<AddressBlock>(String key) -> policies.removeBlock(key);
            }
        });
        return policies;
    }

    @Bean
    NamedHosts namedHosts(
            Views views, InstallationProperties installation, InstantSource clock, AccessPolicies policies) {
        return NamedHosts.following(views, installation, clock, policies::namedHosts);
    }
}
