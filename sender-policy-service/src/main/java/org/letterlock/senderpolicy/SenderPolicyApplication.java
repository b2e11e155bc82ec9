package org.letterlock.senderpolicy;

import org.letterlock.senderpolicy.decision.DecisionConfiguration;
import org.letterlock.senderpolicy.delegation.DelegationConfiguration;
import org.letterlock.senderpolicy.dmarc.DmarcConfiguration;
import org.letterlock.senderpolicy.explain.ExplainConfiguration;
import org.letterlock.senderpolicy.policy.SenderPolicyConfiguration;
import org.letterlock.senderpolicy.spf.SpfConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.springframework.context.annotation.Import;

/** Decides who may send as whom. */
@LetterlockService(schema = "sender_policy", keys = ClassKey.CONFIG)
@Import({
    SenderPolicyConfiguration.class,
    DelegationConfiguration.class,
    DecisionConfiguration.class,
    ExplainConfiguration.class,
    SpfConfiguration.class,
    DmarcConfiguration.class
})
public class SenderPolicyApplication {
    /** Runs the service as a process of its own. */
    public static void main(String... arguments) {
        ServiceApplication.run(SenderPolicyApplication.class, "sender-policy-service", arguments);
    }
}
