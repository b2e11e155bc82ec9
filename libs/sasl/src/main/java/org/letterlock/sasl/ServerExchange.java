package org.letterlock.sasl;

import java.util.Arrays;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.Gs2Header.BindingFlag;
import org.letterlock.sasl.ScramSyntax.ClientFinal;
import org.letterlock.sasl.ScramSyntax.ClientFirst;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingClientFirst;
import org.letterlock.sasl.ServerState.AwaitingKeys;
import org.letterlock.sasl.ServerState.AwaitingLoginName;
import org.letterlock.sasl.ServerState.AwaitingLoginPassword;
import org.letterlock.sasl.ServerState.AwaitingPlain;
import org.letterlock.sasl.ServerState.AwaitingProof;
import org.letterlock.sasl.ServerState.AwaitingSalt;
import org.letterlock.sasl.ServerState.AwaitingStoredKey;
import org.letterlock.sasl.ServerState.ScramOpening;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.PasswordGiven;
import org.letterlock.sasl.ServerStep.Proven;

/**
 * The server's side of every mechanism, as pure functions from state and message to a step. Never throws for what a client
 * may send.
 *
 * <pre>
 * AwaitingPlain         message   PasswordGiven
 * AwaitingLoginName     name      Challenge, AwaitingLoginPassword
 * AwaitingLoginPassword password  PasswordGiven
 * AwaitingClientFirst   message   KeysWanted, AwaitingSalt
 * AwaitingSalt          keys      Challenge, AwaitingProof
 * AwaitingProof         message   KeysWanted, AwaitingStoredKey
 * AwaitingStoredKey     keys      Proven
 * each of them          else      Failed
 * </pre>
 */
public final class ServerExchange {
    private static final SaslMessage ASK_NAME = SaslMessage.of("Username:");
    private static final SaslMessage ASK_PASSWORD = SaslMessage.of("Password:");

    private ServerExchange() {}

    /**
     * Starts an exchange; the client's initial response goes to {@link #next(AwaitingClient, SaslMessage)}.
     *
     * @param bindings data of the TLS channel
     * @param plusAdvertised whether the client was offered a mechanism with channel binding
     * @param serverNonce at least 18 random octets in printable form, used once; only SCRAM needs it
     */
    public static AwaitingClient start(
            SaslMechanism mechanism, ChannelBindings bindings, boolean plusAdvertised, String serverNonce) {
        if (!ScramSyntax.isNonce(serverNonce)) {
            throw new IllegalArgumentException("not a nonce");
        }
        return switch (mechanism) {
            case PLAIN -> new AwaitingPlain();
            case LOGIN -> new AwaitingLoginName();
            case SCRAM_SHA_256 -> new AwaitingClientFirst(false, ChannelBindings.NONE, plusAdvertised, serverNonce);
            case SCRAM_SHA_256_PLUS -> new AwaitingClientFirst(true, bindings, plusAdvertised, serverNonce);
        };
    }

    /** The first challenge of a client that sent no initial response: empty where the client speaks first. */
    public static SaslMessage prompt(AwaitingClient state) {
        return switch (state) {
            case AwaitingPlain _, AwaitingClientFirst _, AwaitingProof _ -> SaslMessage.EMPTY;
            case AwaitingLoginName _ -> ASK_NAME;
            case AwaitingLoginPassword _ -> ASK_PASSWORD;
        };
    }

    /** The step that a client's message leads to. */
    public static ServerStep next(AwaitingClient state, SaslMessage response) {
        if (response.length() > Math.max(ScramSyntax.MAX_LENGTH, PlainMessage.MAX_OCTETS)) {
            return malformed(state);
        }
        String text = response.toText().orElse("");
        if (text.isEmpty() || text.length() > ScramSyntax.MAX_LENGTH) {
            return malformed(state);
        }
        return switch (state) {
            case AwaitingPlain _ -> plain(text);
            case AwaitingLoginName _ -> loginName(text);
            case AwaitingLoginPassword(String name) -> password(ClientIdentity.of(name), text);
            case AwaitingClientFirst first -> clientFirst(first, text);
            case AwaitingProof proof -> clientFinal(proof, text);
        };
    }

    /** The step that a look-up of keys leads to. */
    public static ServerStep next(AwaitingKeys state, ScramKeys keys) {
        return switch (state) {
            case AwaitingSalt(ClientIdentity identity, ScramOpening opening) -> {
                String serverFirst = ScramSyntax.formatServerFirst(opening.nonce(), keys);
                yield new Challenge(SaslMessage.of(serverFirst), new AwaitingProof(identity, opening, serverFirst));
            }
            case AwaitingStoredKey(ClientIdentity identity, SaslMessage proof, String authMessage) ->
                keys.verifies(proof.toOctets(), authMessage)
                        ? new Proven(
                                identity, SaslMessage.of("v=" + ScramSyntax.base64(keys.serverSignature(authMessage))))
                        : new Failed(Failure.CREDENTIALS, identity.authentication());
        };
    }

    private static ServerStep plain(String text) {
        return switch (PlainMessage.parse(text)) {
            case SyntaxError<PlainMessage> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<PlainMessage>(PlainMessage message) -> password(message.identity(), message.password());
        };
    }

    private static ServerStep loginName(String name) {
        return name.length() > SaslName.MAX_LENGTH || name.indexOf('\0') >= 0
                ? new Failed(Failure.MALFORMED, "")
                : new Challenge(ASK_PASSWORD, new AwaitingLoginPassword(name));
    }

    private static ServerStep password(ClientIdentity identity, String text) {
        return switch (Password.parse(text)) {
            case Parsed<Password>(Password password) -> new PasswordGiven(identity, password);
            case SyntaxError<Password> _ -> new Failed(Failure.CREDENTIALS, identity.authentication());
        };
    }

    private static ServerStep clientFirst(AwaitingClientFirst state, String text) {
        return switch (ScramSyntax.parseClientFirst(text)) {
            case SyntaxError<ClientFirst> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<ClientFirst>(ClientFirst first) -> opened(state, first);
        };
    }

    private static ServerStep opened(AwaitingClientFirst state, ClientFirst first) {
        byte[] bindingData;
        switch (first.header().flag()) {
            case BindingFlag.Used(String type) -> {
                // RFC 5802 section 6: the flag belongs to the mechanism with channel binding, and to that alone.
                var data = ChannelBindingType.find(type).flatMap(state.bindings()::find);
                if (!state.binds() || data.isEmpty()) {
                    return new Failed(Failure.CHANNEL_BINDING, first.name());
                }
                bindingData = data.get().toOctets();
            }
            case BindingFlag.NotOffered _ -> {
                if (state.binds() || state.plusAdvertised()) {
                    return new Failed(Failure.CHANNEL_BINDING, first.name()); // a downgrade
                }
                bindingData = new byte[0];
            }
            case BindingFlag.Unsupported _ -> {
                if (state.binds()) {
                    return new Failed(Failure.CHANNEL_BINDING, first.name());
                }
                bindingData = new byte[0];
            }
        }
        ScramOpening opening = new ScramOpening(
                bindingInput(first.header(), bindingData), first.bare(), first.nonce() + state.serverNonce());
        return new KeysWanted(
                new AwaitingSalt(new ClientIdentity(first.name(), first.header().authorization()), opening));
    }

    private static ServerStep clientFinal(AwaitingProof state, String text) {
        String name = state.identity().authentication();
        return switch (ScramSyntax.parseClientFinal(text)) {
            case SyntaxError<ClientFinal> _ -> new Failed(Failure.MALFORMED, name);
            case Parsed<ClientFinal>(ClientFinal last) -> {
                if (!last.nonce().equals(state.opening().nonce())) {
                    yield new Failed(Failure.CREDENTIALS, name);
                }
                if (!last.channelBinding().equals(state.opening().bindingInput())) {
                    yield new Failed(Failure.CHANNEL_BINDING, name);
                }
                String authMessage =
                        state.opening().firstBare() + "," + state.serverFirst() + "," + last.withoutProof();
                yield new KeysWanted(new AwaitingStoredKey(state.identity(), last.proof(), authMessage));
            }
        };
    }

    // cbind-input = gs2-header [ cbind-data ]
    static SaslMessage bindingInput(Gs2Header header, byte[] data) {
        byte[] head = SaslMessage.of(header.format()).toOctets();
        byte[] input = Arrays.copyOf(head, head.length + data.length);
        System.arraycopy(data, 0, input, head.length, data.length);
        return SaslMessage.of(input);
    }

    private static ServerStep malformed(AwaitingClient state) {
        String name = switch (state) {
            case AwaitingLoginPassword(String heard) -> heard;
            case AwaitingProof proof -> proof.identity().authentication();
            case AwaitingPlain _, AwaitingLoginName _, AwaitingClientFirst _ -> "";
        };
        return new Failed(Failure.MALFORMED, name);
    }
}
