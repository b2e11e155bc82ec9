package org.letterlock.senderpolicy.explain;

import java.util.function.Supplier;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.senderpolicy.SenderPolicy;
import org.letterlock.senderpolicy.delegation.JdbcDelegations;
import org.letterlock.senderpolicy.judgement.SenderJudge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the resources that explain decisions. */
@Configuration(proxyBeanMethods = false)
public class ExplainConfiguration {
    @Bean
    ExplainSenderController explainSenderController(
            SenderJudge judge, Directory directory, Supplier<SenderPolicy> policy) {
        return new ExplainSenderController(judge, directory, policy);
    }

    @Bean
    SenderAddressesController senderAddressesController(
            SenderJudge judge, Directory directory, JdbcDelegations delegations) {
        return new SenderAddressesController(judge, directory, delegations);
    }
}
