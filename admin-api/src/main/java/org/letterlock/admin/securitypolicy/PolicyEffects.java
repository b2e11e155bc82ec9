package org.letterlock.admin.securitypolicy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.PolicyPreview;
import org.letterlock.contracts.authentication.AuthenticationReply.ShutOut;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.policy.LoginPolicies;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** What a policy would do to accounts, which auth-service knows. */
final class PolicyEffects {
    private final Requester<AuthenticationRequest, AuthenticationReply> authentication;

    PolicyEffects(Requester<AuthenticationRequest, AuthenticationReply> authentication) {
        this.authentication = authentication;
    }

    /** Whom the policy would shut out (POL-11). */
    List<ShutOut> shutOut(SecurityPolicy candidate) {
        AuthenticationReply reply;
        try {
            reply = authentication
                    .ask(UUID.randomUUID().toString(), new AuthenticationRequest.PreviewPolicy(candidate))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoAnswerException) {
                throw unavailable();
            }
            throw e;
        }
        return switch (reply) {
            case PolicyPreview(List<ShutOut> shutOut) -> shutOut;
            case AuthenticationReply.Challenge _,
                    AuthenticationReply.Granted _,
                    AuthenticationReply.Refused _,
                    AuthenticationReply.TokenAccepted _ -> throw unavailable();
        };
    }

    /** Answers {@code 409 lock-out} where accounts would be left whose passwords PLAIN and LOGIN alone can check (POL-10). */
    void requireWayInForDigests(SecurityPolicy candidate) {
        if (LoginPolicies.of(candidate).hasUsableCleartext()) {
            return;
        }
        List<ShutOut> affected = shutOut(candidate).stream()
                .filter(group -> group.cause() == ShutOut.Cause.DIGEST_ONLY)
                .toList();
        if (!affected.isEmpty()) {
            throw new ProblemException(
                            ProblemType.LOCK_OUT,
                            "Accounts with format SHA need PLAIN or LOGIN, and TLS that makes them secure.")
                    .with("count", affected.stream().mapToLong(ShutOut::count).sum())
                    .with("affected", PolicyDryRun.affected(affected));
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                ProblemType.SERVICE_UNAVAILABLE, "Whom this would shut out cannot be found out now; try again.");
    }
}
