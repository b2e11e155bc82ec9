package org.letterlock.ingress.smtp.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.mailsyntax.conversion.ConversionScope;
import org.letterlock.mailsyntax.conversion.ConvertedMessage;
import org.letterlock.mailsyntax.conversion.MessageConverter;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.mailsyntax.header.HeaderSectionReader;
import org.letterlock.messageauth.arc.ArcVerification;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimVerification;
import org.letterlock.service.sealing.SealingContent;

/**
 * A message while it arrives. The header section is held until it is judged; the body is digested and sealed as it comes.
 * Confined to the connection's event loop, apart from {@link #seal}.
 */
public final class IncomingMessage {
    private static final BodyForm SIGNED = new BodyForm(Canonicalization.RELAXED, BodyDigest.WHOLE);

    private final SealingContent content;
    private final HeaderJudge judge;
    private final Executor eventLoop;
    private final HeldOctets.Share held;
    private final HeaderSectionReader reader = new HeaderSectionReader(HeaderLimits.DEFAULT);
    private final @Nullable ConversionScope conversion; // null for what stays octet for octet
    private final CompletableFuture<HeaderVerdict> verdict = new CompletableFuture<>();
    private final ByteArrayOutputStream early = new ByteArrayOutputStream(0); // body that came before the verdict
    private BodyDigests digests; // of what is received, none until its header says which are wanted
    private @Nullable HeaderSection received; // as it came; null for what is submitted, and before it is there
    private CompletionStage<Void> stored = CompletableFuture.completedFuture(null);
    private @Nullable MessageConverter converter; // from the verdict on, where there is a conversion
    private @Nullable HeaderSection converted; // null until the converter has decided
    private boolean headerRead;
    private boolean eightBit;
    private boolean abandoned;

    /**
     * A message of which nothing has arrived.
     *
     * @param conversion of what is submitted, which may be signed (DKIM-26); null for what is only received
     */
    public IncomingMessage(
            SealingContent content,
            HeaderJudge judge,
            @Nullable ConversionScope conversion,
            HeldOctets heldOctets,
            Executor eventLoop) {
        this.content = content;
        this.judge = judge;
        this.eventLoop = eventLoop;
        this.held = heldOctets.share();
        this.conversion = conversion;
        this.digests = new BodyDigests(conversion == null ? Set.of() : Set.of(SIGNED));
    }

    /** Takes the next octets; they are not needed after the call. */
    public void write(ByteBuffer piece) {
        if (abandoned || isRefused()) {
            return;
        }
        held.add(piece.remaining());
        if (!headerRead) {
            read(reader.feed(piece));
        }
        if (piece.hasRemaining() && !isRefused()) {
            body(piece);
        }
    }

    /**
     * No more octets will come; called once. Whether the message is taken, with the header section as it is sealed; the stage
     * fails when that could not be found out.
     */
    public CompletionStage<HeaderVerdict> end() {
        if (!headerRead) {
            read(reader.end());
        }
        return verdict.thenCompose(this::completed);
    }

    private CompletionStage<HeaderVerdict> completed(HeaderVerdict judged) {
        MessageConverter converting = converter;
        return switch (judged) {
            case HeaderVerdict.Accepted accepted
            when converting != null -> {
                converting.finish();
                HeaderSection section = converted == null ? accepted.section() : converted;
                HeaderVerdict sealed = new HeaderVerdict.Accepted(section, accepted.signingDomain());
                yield stored.thenApply(_ -> sealed);
            }
            case HeaderVerdict.Accepted _, HeaderVerdict.Refused _ -> CompletableFuture.completedFuture(judged);
        };
    }

    /**
     * What must be waited for before more is read: a header section being judged, or octets being stored. Empty when nothing.
     * The stage completes with the verdict; it fails when the message cannot be taken for now.
     */
    public Optional<CompletionStage<HeaderVerdict>> obstacle() {
        if (headerRead && !verdict.isDone()) {
            return Optional.of(verdict);
        }
        if (verdict.isDone() && !stored.toCompletableFuture().isDone()) {
            return Optional.of(stored.thenCombine(verdict, (_, judged) -> judged));
        }
        boolean failed = verdict.isCompletedExceptionally()
                || stored.toCompletableFuture().isCompletedExceptionally();
        return failed || isRefused()
                ? Optional.of(stored.thenCombine(verdict, (_, judged) -> judged))
                : Optional.empty();
    }

    /**
     * Ends the content behind fields that were known only now. Called once, on any thread, after the verdict.
     *
     * @param prefix whole fields, each with its CRLF
     */
    public CompletionStage<SealedContent> seal(byte[] prefix) {
        return content.finish(prefix);
    }

    /** The digest that our signatures need, of a message that was submitted; called once, after {@link #end}. */
    public Octets bodyDigest() {
        BodyHash hash = digests.finish().get(SIGNED);
        if (hash == null) {
            throw new IllegalStateException("the message is not to be signed");
        }
        return Octets.wrap(Base64.getDecoder().decode(hash.sha256()));
    }

    /** The header section of a message from outside as it came, after {@link #end}. */
    public HeaderSection received() {
        if (received == null) {
            throw new IllegalStateException("the message was submitted");
        }
        return received;
    }

    /** What its body gave in each form that the signatures in it want; called once, after {@link #end}. */
    public Map<BodyForm, BodyHash> bodyHashes() {
        return digests.finish();
    }

    /** Whether any octet was above 127. */
    public boolean isEightBit() {
        return eightBit;
    }

    /** The message is not wanted: what was stored of it is deleted. */
    public void abandon() {
        abandoned = true;
        held.release();
        content.abandon();
    }

    /** The message was handed over, or may have been: it is nothing of ours any more. */
    public void release() {
        abandoned = true;
        held.release();
    }

    private boolean isRefused() {
        return verdict.isDone()
                && !verdict.isCompletedExceptionally()
                && verdict.getNow(null) instanceof HeaderVerdict.Refused;
    }

    private void read(HeaderReading reading) {
        switch (reading) {
            case HeaderReading.Incomplete _ -> {}
            case HeaderReading.Refused(var fault) -> {
                headerRead = true;
                verdict.complete(new HeaderVerdict.Refused(HeaderReplies.of(fault)));
            }
            case HeaderReading.Complete(var section) -> {
                headerRead = true;
                if (conversion == null) {
                    received = section;
                    digests = new BodyDigests(wanted(section));
                }
                CompletableFuture<HeaderVerdict> judged = judge.judge(section).toCompletableFuture();
                if (judged.isDone()) {
                    var _ = judged.whenComplete(this::judged);
                } else {
                    var _ = judged.whenCompleteAsync(this::judged, eventLoop);
                }
            }
        }
    }

    private static Set<BodyForm> wanted(HeaderSection section) {
        Set<BodyForm> forms = new HashSet<>(
                DkimVerification.of(section, DkimVerification.DEFAULT_MOST).bodyForms());
        forms.addAll(ArcVerification.of(section).bodyForms());
        return forms;
    }

    private void judged(@Nullable HeaderVerdict outcome, @Nullable Throwable failure) {
        if (abandoned) {
            return;
        }
        switch (outcome) {
            case null -> verdict.completeExceptionally(failure == null ? new IllegalStateException() : failure);
            case HeaderVerdict.Refused refused -> verdict.complete(refused);
            case HeaderVerdict.Accepted accepted -> {
                begin(accepted.section());
                content(ByteBuffer.wrap(early.toByteArray()));
                early.reset();
                verdict.complete(accepted); // last, as whoever waits for it takes the content to be up to date
            }
        }
    }

    private void begin(HeaderSection section) {
        if (conversion == null) {
            write(ByteBuffer.wrap(section.octets()), false);
            return;
        }
        converter = new MessageConverter(section, conversion, new ConvertedMessage() {
            @Override
            public void header(HeaderSection decided) {
                converted = decided;
                IncomingMessage.this.write(ByteBuffer.wrap(decided.octets()), false);
            }

            @Override
            public void body(ByteBuffer octets) {
                IncomingMessage.this.write(octets, true);
            }
        });
    }

    private void content(ByteBuffer piece) {
        if (converter == null) {
            write(piece, true);
        } else {
            converter.write(piece);
        }
    }

    private void body(ByteBuffer piece) {
        if (!verdict.isDone()) {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            early.writeBytes(copy);
            return;
        }
        if (!verdict.isCompletedExceptionally()) {
            content(piece);
        }
    }

    private void write(ByteBuffer octets, boolean isBody) {
        if (isBody) {
            digests.update(octets);
        }
        eightBit = eightBit || hasHighBit(octets);
        stored = content.write(octets);
    }

    private static boolean hasHighBit(ByteBuffer octets) {
        int i = octets.position();
        for (; i <= octets.limit() - Long.BYTES; i += Long.BYTES) {
            if ((octets.getLong(i) & 0x8080_8080_8080_8080L) != 0) {
                return true;
            }
        }
        for (; i < octets.limit(); i++) {
            if (octets.get(i) < 0) {
                return true;
            }
        }
        return false;
    }
}
