package org.letterlock.smtp.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.client.ClientEvent.Success;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.reply.PeerReply;

/** Where a delivery is. */
public sealed interface ClientState {

    /** How long the driver waits here for the next event (RFC 5321 section 4.5.3.2). */
    Duration patience();

    /** Connected; the server speaks first. */
    record AwaitingGreeting() implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** EHLO was sent. */
    record AwaitingEhlo(Channel channel) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** EHLO was not understood; HELO was sent. */
    record AwaitingHelo(Channel channel) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** STARTTLS was sent. */
    record AwaitingStartTls(Capabilities capabilities) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(2);
        }
    }

    /** The handshake runs. */
    record NegotiatingTls() implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }

    /** The client is choosing a mechanism, or working out its answer to a challenge; the server is not to say anything. */
    record WorkingOutLogin(Capabilities capabilities) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }

    /**
     * AUTH or an answer was sent.
     *
     * @param held the initial response, where it was too long for the command; null otherwise
     */
    record AwaitingLoginReply(
            Capabilities capabilities, @Nullable SaslMessage held, Success success) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** The exchange was cancelled. */
    record AwaitingCancellation() implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }

    /** MAIL was sent, and with pipelining every RCPT too. */
    record AwaitingMail(Capabilities capabilities) implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** MAIL was accepted; the answers to the first recipients are here. */
    record AwaitingRcpt(Capabilities capabilities, List<RecipientAnswer> answers) implements ClientState {
        public AwaitingRcpt {
            answers = List.copyOf(answers);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(5);
        }
    }

    /** DATA was sent. */
    record AwaitingData(Capabilities capabilities, List<RecipientAnswer> answers) implements ClientState {
        public AwaitingData {
            answers = List.copyOf(answers);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(2);
        }
    }

    /** The content is being sent. */
    record SendingContent(Capabilities capabilities, List<RecipientAnswer> answers) implements ClientState {
        public SendingContent {
            answers = List.copyOf(answers);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(3);
        }
    }

    /** The final dot was sent. */
    record AwaitingAcceptance(Capabilities capabilities, List<RecipientAnswer> answers) implements ClientState {
        public AwaitingAcceptance {
            answers = List.copyOf(answers);
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(10);
        }
    }

    /** Everything is decided; QUIT was sent. */
    record AwaitingBye() implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }
    }

    /** Over; whatever arrives now is not looked at. */
    record Closed() implements ClientState {
        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }
    }

    /** What protects the octets. */
    enum Channel {
        CLEAR,
        TLS
    }

    /**
     * The answer to one RCPT.
     *
     * @param failure null where the recipient was accepted
     */
    record RecipientAnswer(PeerReply reply, @Nullable RecipientOutcome failure) {}
}
