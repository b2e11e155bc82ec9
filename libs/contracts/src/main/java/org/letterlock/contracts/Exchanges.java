package org.letterlock.contracts;

import java.time.Duration;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;

/** The decisions that services ask of each other. */
public final class Exchanges {
    /** May this client log in? Answered by auth-service; AUTH-9 gives the deadline. */
    public static final Exchange<AuthenticationRequest, AuthenticationReply> AUTHENTICATION =
            new Exchange<>("authentication", Topics.AUTH_REQUESTS, Topics.AUTH_REPLIES, Duration.ofSeconds(5));

    /** May this client use these sender addresses? Answered by sender-policy-service. */
    public static final Exchange<SenderCheckRequest, SenderCheckReply> SENDER_CHECK = new Exchange<>(
            "sender-check", Topics.SENDER_POLICY_REQUESTS, Topics.SENDER_POLICY_REPLIES, Duration.ofSeconds(5));

    /**
     * Does the sender's domain know this client? Answered by sender-policy-service, which may take the 20 s that a message's
     * questions to the DNS have (FLOW-5).
     */
    public static final Exchange<SpfRequest, SpfReply> SPF =
            new Exchange<>("spf", Topics.SPF_REQUESTS, Topics.SPF_REPLIES, Duration.ofSeconds(25));

    /** The signature fields of an outgoing message. Answered by dkim-service. */
    public static final Exchange<SignRequest, SignReply> DKIM_SIGN =
            new Exchange<>("dkim-sign", Topics.DKIM_REQUESTS, Topics.DKIM_REPLIES, Duration.ofSeconds(5));

    /** What are the signatures of this message worth? Answered by dkim-service, within what FLOW-5 leaves it. */
    public static final Exchange<VerifyRequest, VerifyReply> DKIM_VERIFY = new Exchange<>(
            "dkim-verify", Topics.DKIM_VERIFY_REQUESTS, Topics.DKIM_VERIFY_REPLIES, Duration.ofSeconds(25));

    /** Is this message from whom it says? Answered by sender-policy-service, within what FLOW-5 leaves it. */
    public static final Exchange<DmarcRequest, DmarcReply> DMARC =
            new Exchange<>("dmarc", Topics.DMARC_REQUESTS, Topics.DMARC_REPLIES, Duration.ofSeconds(25));

    /** May this access policy go? Answered by auth-service, which knows the accounts that have it. */
    public static final Exchange<PolicyReleaseRequest, PolicyReleaseReply> POLICY_RELEASE = new Exchange<>(
            "policy-release", Topics.POLICY_RELEASE_REQUESTS, Topics.POLICY_RELEASE_REPLIES, Duration.ofSeconds(5));

    /** Whom would this change lock out? Answered by auth-service, which knows the accounts; VAL-5 wants it within 2 s. */
    public static final Exchange<LockOutRequest, LockOut> LOCK_OUT =
            new Exchange<>("lock-out", Topics.LOCK_OUT_REQUESTS, Topics.LOCK_OUT_REPLIES, Duration.ofSeconds(5));

    private Exchanges() {}
}
