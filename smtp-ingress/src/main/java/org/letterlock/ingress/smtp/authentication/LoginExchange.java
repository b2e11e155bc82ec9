package org.letterlock.ingress.smtp.authentication;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.sealing.SecretEnvelopes;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.session.LoginRefusal;
import org.letterlock.smtp.session.SessionEvent;

/**
 * The SASL exchanges of one connection (RFC 4954), one at a time. What the client says is sealed to auth-service before it
 * leaves (AUTH-8). Confined to the connection's event loop; the stages complete anywhere.
 */
public final class LoginExchange {
    /** The name of the service in access policies (ACP-3). */
    private static final String SERVICE = "smtp-submission";

    private final Requester<AuthenticationRequest, AuthenticationReply> requester;
    private final SecretEnvelopes envelopes;
    private final UUID connection;
    private final String clientAddress;
    private volatile @Nullable Granted granted; // what the last exchange ended with; null where it did not grant
    private volatile @Nullable Octets continuation; // of the exchange under way; null when there is none

    /** What an exchange needs of its connection. */
    public record Channel(boolean encrypted, Map<String, Octets> bindings, boolean plusAdvertised) {
        public Channel {
            bindings = Map.copyOf(bindings);
        }
    }

    /** Exchanges of one client. */
    public LoginExchange(
            Requester<AuthenticationRequest, AuthenticationReply> requester,
            SecretEnvelopes envelopes,
            UUID connection,
            String clientAddress) {
        this.requester = requester;
        this.envelopes = envelopes;
        this.connection = connection;
        this.clientAddress = clientAddress;
    }

    /** Begins an exchange. The stage fails when there is no answer: a temporary failure (AUTH-9). */
    public CompletionStage<SessionEvent> begin(
            String mechanism, @Nullable SaslMessage initialResponse, Channel channel) {
        SealedResponse sealed = initialResponse == null ? null : envelopes.seal(initialResponse.toBytes());
        return ask(new AuthenticationRequest.Begin(
                connection,
                mechanism,
                SERVICE,
                clientAddress,
                channel.encrypted(),
                channel.bindings(),
                channel.plusAdvertised(),
                sealed));
    }

    /** Goes on with the exchange that the last challenge belongs to. The stage fails as above. */
    public CompletionStage<SessionEvent> proceed(SaslMessage response) {
        Octets current = continuation;
        if (current == null) {
            throw new IllegalStateException("no exchange under way");
        }
        return ask(new AuthenticationRequest.Continue(connection, current, envelopes.seal(response.toBytes())));
    }

    /** Forgets the exchange. */
    public void abandon() {
        continuation = null;
    }

    /** Who was let in by the last exchange; empty where nobody was. */
    public Optional<Granted> granted() {
        return Optional.ofNullable(granted);
    }

    private CompletionStage<SessionEvent> ask(AuthenticationRequest request) {
        continuation = null;
        granted = null;
        return requester.ask(connection.toString(), request).thenApply(this::answer);
    }

    private SessionEvent answer(AuthenticationReply reply) {
        return switch (reply) {
            case Challenge(Octets challenge, Octets next) -> {
                continuation = next;
                yield new SessionEvent.ChallengeIssued(SaslMessage.copyOf(challenge.view()));
            }
            case Granted answer -> {
                granted = answer;
                Octets additional = answer.additionalData();
                yield new SessionEvent.LoginGranted(
                        answer.account().toString(), additional == null ? null : SaslMessage.copyOf(additional.view()));
            }
            case Refused(AuthenticationReply.Reason reason) -> new SessionEvent.LoginRefused(refusal(reason));
            case TokenAccepted _ -> new SessionEvent.LoginRefused(LoginRefusal.TEMPORARY);
        };
    }

    private static LoginRefusal refusal(AuthenticationReply.Reason reason) {
        return switch (reason) {
            case CREDENTIALS -> LoginRefusal.CREDENTIALS;
            case MECHANISM -> LoginRefusal.MECHANISM;
            case MALFORMED -> LoginRefusal.MALFORMED;
            case AUTHORIZATION_IDENTITY -> LoginRefusal.AUTHORIZATION_IDENTITY;
            case DISABLED -> LoginRefusal.DISABLED;
            case LOCKED -> LoginRefusal.LOCKED;
            case EXPIRED -> LoginRefusal.EXPIRED;
            case SECOND_FACTOR -> LoginRefusal.SECOND_FACTOR;
            case ACCESS_POLICY -> LoginRefusal.ACCESS_POLICY;
            case TEMPORARY -> LoginRefusal.TEMPORARY;
        };
    }
}
