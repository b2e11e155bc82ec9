package org.letterlock.sasl;

import java.util.Arrays;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.Gs2Header.BindingFlag;
import org.letterlock.sasl.ScramSyntax.ClientFinal;
import org.letterlock.sasl.ScramSyntax.ClientFirst;
import org.letterlock.sasl.ServerState.AwaitingClientFirst;
import org.letterlock.sasl.ServerState.AwaitingProof;
import org.letterlock.sasl.ServerState.AwaitingSalt;
import org.letterlock.sasl.ServerState.AwaitingScramKeys;
import org.letterlock.sasl.ServerState.AwaitingStoredKey;
import org.letterlock.sasl.ServerState.ScramOpening;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

/** The server's side of SCRAM (RFC 5802 section 3). */
final class ScramServer {
    private ScramServer() {}

    static ServerStep next(AwaitingScramKeys state, ScramKeys keys) {
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

    static ServerStep next(AwaitingClientFirst state, String text) {
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

    static ServerStep next(AwaitingProof state, String text) {
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
}
