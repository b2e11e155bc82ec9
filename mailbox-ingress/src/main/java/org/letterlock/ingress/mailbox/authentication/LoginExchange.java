package org.letterlock.ingress.mailbox.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.session.LoginRefusal;
import org.letterlock.imap.session.SessionEffect.ClientResponse;
import org.letterlock.service.kafka.Requester;

/**
 * The SASL exchange of one connection (RFC 9051 section 6.2.2). What the client says is sealed to auth-service before it
 * leaves (AUTH-8). Confined to the connection's event loop, as one exchange goes on at a time; the stages complete anywhere.
 */
public final class LoginExchange {
    /** The name of the service in access policies (ACP-3). */
    private static final String SERVICE = "imap";

    private final Requester<AuthenticationRequest, AuthenticationReply> requester;
    private final Function<byte[], SealedResponse> seal;
    private final UUID connection;
    private final String clientAddress;
    private volatile @Nullable Octets continuation; // of the exchange under way; null when there is none

    /** What an exchange needs of its connection. */
    public record Channel(boolean encrypted, Map<String, Octets> bindings, boolean plusAdvertised) {
        public Channel {
            bindings = Map.copyOf(bindings);
        }
    }

    /** What came of a step. */
    public sealed interface Step {
        /** The client has to answer this, in base64. */
        record Challenged(String base64) implements Step {}

        /**
         * The client is who it says.
         *
         * @param lastWord in base64; null for none
         * @param credential app password; null for the account's own password
         * @param passwordVersion which of the account's passwords it was; null where that was not said
         */
        record LoggedIn(
                AccountId account,
                @Nullable String lastWord,
                @Nullable UUID credential,
                @Nullable Long passwordVersion) implements Step {}

        /** The client is not let in. */
        record NotLoggedIn(LoginRefusal refusal) implements Step {}
    }

    /**
     * Exchanges of one client.
     *
     * @param seal seals what the client says so that only auth-service can open it
     */
    public LoginExchange(
            Requester<AuthenticationRequest, AuthenticationReply> requester,
            Function<byte[], SealedResponse> seal,
            UUID connection,
            String clientAddress) {
        this.requester = requester;
        this.seal = seal;
        this.connection = connection;
        this.clientAddress = clientAddress;
    }

    /** Begins an exchange. The stage fails when there is no answer: a temporary failure (AUTH-9). */
    public CompletionStage<Step> begin(String mechanism, @Nullable ClientResponse response, Channel channel) {
        SealedResponse sealed = response == null ? null : seal.apply(octets(response));
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
    public CompletionStage<Step> proceed(ClientResponse response) {
        Octets current = continuation;
        if (current == null) {
            throw new IllegalStateException("no exchange under way");
        }
        return ask(new AuthenticationRequest.Continue(connection, current, seal.apply(octets(response))));
    }

    /** Forgets the exchange. */
    public void abandon() {
        continuation = null;
    }

    // The session has checked that it is base64. message = [authzid] UTF8NUL authcid UTF8NUL passwd    RFC 4616 section
    // 2
    private static byte[] octets(ClientResponse response) {
        return switch (response) {
            case ClientResponse.Base64(var text) -> Base64.getDecoder().decode(text.value());
            case ClientResponse.UserNameAndPassword(var userName, var password) ->
                ("\0" + userName + "\0" + password.value()).getBytes(UTF_8);
        };
    }

    private CompletionStage<Step> ask(AuthenticationRequest request) {
        continuation = null;
        return requester.ask(connection.toString(), request).thenApply(this::step);
    }

    private Step step(AuthenticationReply reply) {
        return switch (reply) {
            case Challenge(Octets challenge, Octets next) -> {
                continuation = next;
                yield new Step.Challenged(base64(challenge));
            }
            case Granted granted -> {
                Octets additional = granted.additionalData();
                yield new Step.LoggedIn(
                        granted.account(),
                        additional == null ? null : base64(additional),
                        granted.credential(),
                        granted.passwordVersion());
            }
            case Refused(AuthenticationReply.Reason reason) -> new Step.NotLoggedIn(refusal(reason));
            case TokenAccepted _ -> new Step.NotLoggedIn(LoginRefusal.TEMPORARY);
        };
    }

    private static String base64(Octets octets) {
        return Base64.getEncoder().encodeToString(octets.view());
    }

    private static LoginRefusal refusal(AuthenticationReply.Reason reason) {
        return switch (reason) {
            case CREDENTIALS -> LoginRefusal.CREDENTIALS;
            case MECHANISM -> LoginRefusal.MECHANISM;
            case MALFORMED -> LoginRefusal.MALFORMED;
            case AUTHORIZATION_IDENTITY -> LoginRefusal.AUTHORIZATION_IDENTITY;
            case DISABLED -> LoginRefusal.DISABLED;
            case LOCKED, TEMPORARY -> LoginRefusal.TEMPORARY;
            case EXPIRED -> LoginRefusal.EXPIRED;
            case SECOND_FACTOR -> LoginRefusal.SECOND_FACTOR;
            case ACCESS_POLICY -> LoginRefusal.ACCESS_POLICY;
        };
    }
}
