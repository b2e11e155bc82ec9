package org.letterlock.ingress.smtp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.contracts.senderpolicy.SenderCheckRequest;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.kafka.Requester;

/**
 * Asks sender-policy-service about sender identities (SPOOF-4, SPOOF-5). Nobody is asked where the answer cannot be no:
 * anti-spoofing protects the domains of this installation (SPOOF-2), so a client that has not logged in may use any other.
 * Safe for use by any thread.
 */
public final class SenderChecks {
    private static final SenderCheckReply PERMITTED = new SenderCheckReply.Permitted(null);

    private final Directory directory;
    private final Requester<SenderCheckRequest, SenderCheckReply> requester;

    /** Checks by {@code requester}. */
    public SenderChecks(Directory directory, Requester<SenderCheckRequest, SenderCheckReply> requester) {
        this.directory = directory;
        this.requester = requester;
    }

    /** About MAIL FROM. The stage fails when there is no answer: a temporary failure, never a permission. */
    public CompletionStage<SenderCheckReply> atMailFrom(Submitter submitter, ReversePath reversePath) {
        return switch (reversePath) {
            case ReversePath.Null _ -> CompletableFuture.completedFuture(PERMITTED); // SPOOF-10
            case ReversePath.To(AddrSpec address) ->
                submitter.isLoggedIn() || isOurs(address.domain())
                        ? ask(
                                submitter,
                                new SenderCheckRequest.AtMailFrom(
                                        submitter.account(), submitter.address().format(), reversePath))
                        : CompletableFuture.completedFuture(PERMITTED);
        };
    }

    /** About From and Sender. The stage fails as above. */
    public CompletionStage<SenderCheckReply> atHeader(
            Submitter submitter, List<AddrSpec> from, @Nullable AddrSpec sender) {
        List<AddrSpec> all = new ArrayList<>(from);
        if (sender != null) {
            all.add(sender);
        }
        return submitter.isLoggedIn() || all.stream().anyMatch(address -> isOurs(address.domain()))
                ? ask(
                        submitter,
                        new SenderCheckRequest.AtHeader(
                                submitter.account(), submitter.address().format(), from, sender))
                : CompletableFuture.completedFuture(PERMITTED);
    }

    /** Whether the domain is one of this installation. */
    public boolean isOurs(Domain domain) {
        return directory.findDomain(domain).isPresent();
    }

    private CompletionStage<SenderCheckReply> ask(Submitter submitter, SenderCheckRequest request) {
        return requester.ask(submitter.connection().toString(), request);
    }
}
