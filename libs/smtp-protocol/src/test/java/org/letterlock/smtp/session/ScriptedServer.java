package org.letterlock.smtp.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.framing.BdatDecoder;
import org.letterlock.smtp.framing.ContentLimits;
import org.letterlock.smtp.framing.ContentLimits.BareNewlinePolicy;
import org.letterlock.smtp.framing.DataDecoder;
import org.letterlock.smtp.framing.DataOutcome;
import org.letterlock.smtp.framing.Line;
import org.letterlock.smtp.framing.LineDecoder;
import org.letterlock.smtp.reply.SmtpReplies;

/**
 * A driver without a network: runs the effects of the machine against services that answer by name. It records replies and
 * whatever else can be seen from outside, one line each.
 */
final class ScriptedServer {
    private final SessionProfile profile;
    private final ContentLimits limits;
    private final List<String> trace = new ArrayList<>();
    private final Deque<SessionEvent> answers = new ArrayDeque<>();
    private final LineDecoder lines = new LineDecoder();
    private final StringBuilder content = new StringBuilder();
    private DataDecoder data;
    private BdatDecoder chunks;
    private SessionState state;

    ScriptedServer(SessionProfile profile, Protection protection) {
        this.profile = profile;
        this.limits = new ContentLimits(profile.maxMessageSize(), 1000, BareNewlinePolicy.REJECT);
        this.data = new DataDecoder(limits);
        this.chunks = new BdatDecoder(limits);
        Transition begin = SmtpServerMachine.begin(profile, protection);
        this.state = begin.state();
        run(begin);
    }

    SessionState state() {
        return state;
    }

    /** What happened since the last call. */
    List<String> takeTrace() {
        List<String> taken = List.copyOf(trace);
        trace.clear();
        return taken;
    }

    void happens(SessionEvent event) {
        run(SmtpServerMachine.next(profile, state, event));
        while (!answers.isEmpty()) {
            run(SmtpServerMachine.next(profile, state, answers.remove()));
        }
    }

    /** The client sends octets in one segment. */
    void sends(String octets) {
        ByteBuffer in = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
        boolean progress = true;
        while (progress) {
            progress = switch (state.input()) {
                case ExpectedInput.OfLine(int maxOctets) -> readLine(in, maxOctets);
                case ExpectedInput.OfData _ -> readData(in);
                case ExpectedInput.OfChunk _ -> readChunk(in);
                case ExpectedInput.OfNothing _ -> false;
            };
        }
    }

    private boolean readLine(ByteBuffer in, int maxOctets) {
        Optional<Line> line = lines.decode(in, maxOctets);
        line.ifPresent(read -> happens(new SessionEvent.LineReceived(read, in.hasRemaining())));
        return line.isPresent();
    }

    private boolean readData(ByteBuffer in) {
        Optional<DataOutcome> outcome = data.decode(in, this::append);
        judgeHeader();
        outcome.ifPresent(ended -> happens(new SessionEvent.DataEnded(ended)));
        return outcome.isPresent();
    }

    private boolean readChunk(ByteBuffer in) {
        Optional<DataOutcome> outcome = chunks.decode(in, this::append);
        judgeHeader();
        outcome.ifPresent(ended -> happens(new SessionEvent.ChunkEnded(ended)));
        return outcome.isPresent();
    }

    private void append(ByteBuffer piece) {
        content.append(StandardCharsets.ISO_8859_1.decode(piece));
    }

    private void judgeHeader() {
        if (content.toString().startsWith("From: forged@")) {
            content.setLength(0);
            happens(new SessionEvent.MessageRefused(SmtpReplies.refusedByPolicy("From header address not permitted")));
        }
    }

    private void run(Transition transition) {
        state = transition.state();
        transition.effects().forEach(this::run);
    }

    private void run(Effect effect) {
        switch (effect) {
            case Effect.Send(var reply) -> reply.format().lines().forEach(line -> trace.add("S: " + line));
            case Effect.StartTls _ -> trace.add("* handshake");
            case Effect.BeginLogin(String mechanism, SaslMessage initial) -> login(mechanism, initial);
            case Effect.ContinueLogin(SaslMessage response) -> login("", response);
            case Effect.AbandonLogin _ -> trace.add("* login abandoned");
            case Effect.JudgeSender(var mail) -> answers.add(judgeSender(mail.reversePath()));
            case Effect.JudgeRecipient(var _, ForwardPath path, var _) -> answers.add(judgeRecipient(path));
            case Effect.OpenMessage(MailTransaction transaction) -> open(transaction);
            case Effect.ReceiveData _ -> data = new DataDecoder(limits);
            case Effect.ReceiveChunk(long size, boolean last) -> chunks.begin(size, last);
            case Effect.SkipChunk(long size) -> {
                chunks = new BdatDecoder(limits);
                chunks.begin(size, false);
            }
            case Effect.FinishMessage(MailTransaction transaction) -> finish(transaction);
            case Effect.AbandonMessage _ -> trace.add("* abandoned");
            case Effect.Report(var notice) -> trace.add("* " + notice.eventName());
            case Effect.Close _ -> trace.add("* closed");
        }
    }

    private void login(String mechanism, SaslMessage response) {
        String text = response == null ? "none" : new String(response.toBytes(), StandardCharsets.UTF_8);
        answers.add(
                switch (text) {
                    case "\0anna\0secret", "c=biws" ->
                        new SessionEvent.LoginGranted(
                                "anna", text.startsWith("c=") ? SaslMessage.copyOf(bytes("v=signature")) : null);
                    case "\0busy\0secret" -> new SessionEvent.LoginRefused(LoginRefusal.TEMPORARY);
                    case "none" -> new SessionEvent.ChallengeIssued(SaslMessage.copyOf(new byte[0]));
                    case "n,,n=anna" -> new SessionEvent.ChallengeIssued(SaslMessage.copyOf(bytes("r=nonce")));
                    default -> new SessionEvent.LoginRefused(LoginRefusal.CREDENTIALS);
                });
    }

    private static SessionEvent judgeSender(ReversePath path) {
        return path.format().startsWith("<forged@")
                ? new SessionEvent.SenderRefused(SmtpReplies.refusedByPolicy("Sender address not permitted"))
                : new SessionEvent.SenderAccepted();
    }

    private SessionEvent judgeRecipient(ForwardPath path) {
        var address = path.address(profile.hostName());
        boolean local = address.domain().text().equals("example.org") || path instanceof ForwardPath.Postmaster;
        boolean mayRelay = state instanceof SessionState.JudgingRecipient judging
                && judging.session().login() instanceof Login.As;
        if (!local) {
            return mayRelay ? new SessionEvent.RecipientAccepted() : refuse(new RecipientRefusal.NoRelay());
        }
        return switch (address.localPart()) {
            case "full" -> refuse(new RecipientRefusal.Full());
            case "disabled" -> refuse(new RecipientRefusal.Disabled());
            case "later" -> refuse(new RecipientRefusal.Undecided());
            case "anna", "bob", "carla", "nodisk", "lost", "postmaster" -> new SessionEvent.RecipientAccepted();
            default -> refuse(new RecipientRefusal.Unknown());
        };
    }

    private static SessionEvent refuse(RecipientRefusal refusal) {
        return new SessionEvent.RecipientRefused(refusal);
    }

    private void open(MailTransaction transaction) {
        content.setLength(0);
        chunks = new BdatDecoder(limits);
        answers.add(
                isFor(transaction, "nodisk")
                        ? new SessionEvent.MessageRefused(SmtpReplies.DISK_FULL)
                        : new SessionEvent.MessageOpened());
    }

    private void finish(MailTransaction transaction) {
        if (isFor(transaction, "lost")) {
            answers.add(new SessionEvent.MessageRefused(SmtpReplies.TEMPORARY_FAILURE));
            return;
        }
        trace.add("* accepted for " + transaction.recipients().size() + ": "
                + content.toString().replace("\r\n", "|"));
        answers.add(new SessionEvent.MessageAccepted("id-1"));
    }

    private static boolean isFor(MailTransaction transaction, String localPart) {
        return transaction.recipients().stream()
                .anyMatch(recipient -> recipient.forwardPath().format().startsWith("<" + localPart + "@"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
