package org.letterlock.admin.lockout;

import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOutRequest;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.lockout.LockOutTurn;
import org.letterlock.service.sealing.Sha256;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * Stands before every change of the rules by which clients are let in. It is asked in the transaction that stores the change,
 * so that what was simulated is what is stored; auth-service simulates, as it knows the accounts. Safe for use by any thread;
 * callers block.
 */
public final class LockOutGuard {
    private final Requester<LockOutRequest, LockOut> simulation;
    private final Reach reach;
    private final LockOutTurn turn;
    private final LockOutAcceptance acceptance;
    private final RecordCodec codec;

    /** Knows by which way the caller has come to the administration. */
    @FunctionalInterface
    public interface Reach {
        /** Whether the request that this thread works for could not come by its way any more (ADM-1). */
        boolean isCutBy(RuleChange change);
    }

    LockOutGuard(
            Requester<LockOutRequest, LockOut> simulation,
            Reach reach,
            LockOutTurn turn,
            LockOutAcceptance acceptance,
            RecordCodec codec) {
        this.simulation = simulation;
        this.reach = reach;
        this.turn = turn;
        this.acceptance = acceptance;
        this.codec = codec;
    }

    /**
     * Lets the change be stored by the current transaction, or not.
     *
     * @throws ProblemException {@code 409 lock-out} where it would lock somebody out and the caller has not accepted it,
     *     {@code 503} where nobody says whether it would
     */
    public void require(Principal caller, RuleChange change) {
        turn.take();
        acceptance.require(caller, digest(change), simulate(caller, change));
    }

    /** Whom the change would lock out; changes nothing (POL-11). */
    public LockOut simulate(Principal caller, RuleChange change) {
        LockOutRequest request = new LockOutRequest(
                change, new LockOutRequest.Caller(caller.account(), caller.tokenId(), caller.clientAddress()));
        try {
            LockOut lockOut = simulation
                    .ask(UUID.randomUUID().toString(), request)
                    .toCompletableFuture()
                    .join();
            return reach.isCutBy(change) ? lockOut.cuttingOffCaller() : lockOut;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoAnswerException) {
                throw new ProblemException(
                        ProblemType.SERVICE_UNAVAILABLE,
                        "Whom this would lock out cannot be found out now; nothing is stored, try again.");
            }
            throw e;
        }
    }

    private byte[] digest(RuleChange change) {
        return Sha256.of(codec.encode(change, RuleChange.class));
    }
}
