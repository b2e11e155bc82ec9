package org.letterlock.senderpolicy.policy;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.naming.NamedHosts;
import org.letterlock.service.replica.ReplicatedIpGroups;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the server's settings. */
@Configuration(proxyBeanMethods = false)
public class SenderPolicyConfiguration {
    @Bean
    SenderPolicyStore senderPolicyStore(
            JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        return new SenderPolicyStore(jdbc, transaction, sealer, outbox, codec);
    }

    @Bean
    ReplicatedIpGroups ipGroups(Views views) {
        return new ReplicatedIpGroups(views);
    }

    @Bean
    NamedHosts namedHosts(
            Views views, InstallationProperties installation, InstantSource clock, ReplicatedIpGroups groups) {
        return NamedHosts.following(views, installation, clock, groups::namedHosts);
    }

    /** The settings in force, on this replica as on every other. */
    @Bean
    Supplier<SenderPolicy> currentSenderPolicy(Views views) {
        ReplicatedView<SenderPolicy> view = views.viewOf(Topics.POLICY_SENDER);
        return () -> view.find("sender").orElse(SenderPolicy.DEFAULT);
    }

    @Bean
    SenderPolicyController senderPolicyController(
            SenderPolicyStore store, MergePatch patches, Supplier<IpGroups> ipGroups) {
        return new SenderPolicyController(store, patches, ipGroups);
    }
}
