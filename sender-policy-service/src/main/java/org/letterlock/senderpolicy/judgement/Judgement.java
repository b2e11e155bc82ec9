package org.letterlock.senderpolicy.judgement;

import java.util.List;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;

/**
 * The verdict on a message's sender addresses and how it came about.
 *
 * @param findings one for each address, in the order of the request; all of them, also behind the first refusal
 */
public record Judgement(SenderCheckReply reply, List<Finding> findings) {
    public Judgement {
        findings = List.copyOf(findings);
    }
}
