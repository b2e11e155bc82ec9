package org.letterlock.auth.access;

import org.letterlock.contracts.Topics;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what is known of access policies. */
@Configuration(proxyBeanMethods = false)
public class AccessConfiguration {
    @Bean
    AccessJudge accessJudge(Views views, ReplicatedIpGroups groups) {
        return new AccessJudge(views.viewOf(Topics.POLICY_ACCESS), groups);
    }

    @Bean
    PolicyAssignments policyAssignments(Views views, JdbcClient jdbc) {
        return new PolicyAssignments(views.viewOf(Topics.POLICY_ACCESS), jdbc);
    }
}
