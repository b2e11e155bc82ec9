package org.letterlock.senderpolicy.decision;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.Exchanges;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.senderpolicy.judgement.Delegations;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.letterlock.service.kafka.Responders;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the judge and the exchange by which it is asked. */
@Configuration(proxyBeanMethods = false)
public class DecisionConfiguration {
    @Bean
    Directory directory(Views views) {
        return ReplicatedDirectory.follow(views);
    }

    @Bean
    SenderJudge senderJudge(
            Directory directory, Delegations delegations, Supplier<SenderPolicy> policy, Supplier<IpGroups> ipGroups) {
        return new SenderJudge(
                directory, delegations, policy, (group, address) -> contains(ipGroups.get(), group, address));
    }

    @Bean
    SenderDecisions senderDecisions(
            SenderJudge judge, Responders responders, TopicPublisher publisher, InstantSource clock) {
        SenderDecisions decisions = new SenderDecisions(judge, publisher, clock);
        responders.answerBlocking(Exchanges.SENDER_CHECK, decisions::decide);
        return decisions;
    }

    private static boolean contains(IpGroups groups, IpGroupId group, String address) {
        return IpAddress.parse(address) instanceof ParseResult.Parsed<IpAddress>(IpAddress parsed)
                && groups.contains(group, parsed);
    }
}
