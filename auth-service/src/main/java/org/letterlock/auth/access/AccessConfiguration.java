package org.letterlock.auth.access;

import java.time.InstantSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.NamedHosts;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what is known of access policies. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {
    @Bean
    AccessJudge accessJudge(Views views, ReplicatedIpGroups groups) {
        ReplicatedView<AccessPolicy> policies = views.viewOf(Topics.POLICY_ACCESS);
        return new AccessJudge(id -> policies.find(id.toString()), groups);
    }

    @Bean
    NamedHosts namedHosts(
            Views views, InstallationProperties installation, InstantSource clock, ReplicatedIpGroups groups) {
        return NamedHosts.following(views, installation, clock, groups::namedHosts);
    }

    @Bean
    PolicyAssignments policyAssignments(Views views, JdbcClient jdbc) {
        return new PolicyAssignments(views.viewOf(Topics.POLICY_ACCESS), jdbc);
    }
}
