package org.letterlock.ingress.smtp.content;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.senderpolicy.SenderCheckReply;
import org.letterlock.ingress.smtp.policy.SenderChecks;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderFault;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.trace.MessageId;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** Judges and edits the header sections of all messages. Safe for use by any thread. */
public final class HeaderJudgement {
    private final SenderChecks senderChecks;
    private final Domain hostName;
    private final IntSupplier maxHops;
    private final InstantSource clock;
    private final Supplier<byte[]> randomOctets;

    /**
     * A judge for all.
     *
     * @param maxHops asked for each message; more Received fields than this are a loop (HDR-4)
     * @param randomOctets gives {@link MessageId#RANDOM_OCTETS} fresh ones each time
     */
    public HeaderJudgement(
            SenderChecks senderChecks,
            Domain hostName,
            IntSupplier maxHops,
            InstantSource clock,
            Supplier<byte[]> randomOctets) {
        this.senderChecks = senderChecks;
        this.hostName = hostName;
        this.maxHops = maxHops;
        this.clock = clock;
        this.randomOctets = randomOctets;
    }

    /** The judge for one message. */
    public HeaderJudge judgeFor(Submitter submitter) {
        return section -> judge(submitter, section);
    }

    private CompletionStage<HeaderVerdict> judge(Submitter submitter, HeaderSection section) {
        Optional<SmtpReply> malformed = malformed(submitter, section);
        if (malformed.isPresent()) {
            return refused(malformed.get());
        }
        SenderIdentities identities = submitter.isLoggedIn()
                ? SenderIdentities.ofSubmission(section)
                : SenderIdentities.ofReception(section, senderChecks::isOurs);
        return switch (identities) {
            case SenderIdentities.Refused(SmtpReply reply) -> refused(reply);
            case SenderIdentities.Named named ->
                senderChecks
                        .atHeader(submitter, named.from(), named.sender())
                        .thenApply(reply -> verdict(submitter, section, named, reply));
        };
    }

    private Optional<SmtpReply> malformed(Submitter submitter, HeaderSection section) {
        if (section.all("Received").size() > maxHops.getAsInt()) {
            return Optional.of(SmtpReplies.ROUTING_LOOP);
        }
        if (!submitter.isLoggedIn()) {
            return Optional.empty();
        }
        // Without an empty line all of the message is header, which every reader sees alike.
        return section.fault()
                .filter(fault -> fault != HeaderFault.UNTERMINATED)
                .map(HeaderReplies::of)
                .or(() -> UnqualifiedAddresses.isIn(section)
                        ? Optional.of(SmtpReplies.UNQUALIFIED_ADDRESS)
                        : Optional.empty());
    }

    private HeaderVerdict verdict(
            Submitter submitter, HeaderSection section, SenderIdentities.Named named, SenderCheckReply reply) {
        return switch (reply) {
            case SenderCheckReply.Refused refused ->
                new HeaderVerdict.Refused(SmtpReplies.refusedByPolicy(refused.reply()));
            case SenderCheckReply.Permitted(@Nullable AddrSpec sender) -> accepted(submitter, section, named, sender);
        };
    }

    private HeaderVerdict accepted(
            Submitter submitter, HeaderSection section, SenderIdentities.Named named, @Nullable AddrSpec sender) {
        HeaderSection received = HeaderEdits.received(section, hostName);
        if (!submitter.isLoggedIn()) {
            return new HeaderVerdict.Accepted(received, null);
        }
        MessageId freshId = MessageId.of(clock.instant(), randomOctets.get(), hostName);
        Domain author = named.from().getFirst().domain();
        return new HeaderVerdict.Accepted(
                HeaderEdits.submitted(received, sender, clock.instant(), freshId),
                senderChecks.isOurs(author) ? author : null);
    }

    private static CompletionStage<HeaderVerdict> refused(SmtpReply reply) {
        return CompletableFuture.completedFuture(new HeaderVerdict.Refused(reply));
    }
}
