package org.letterlock.sasl;

import java.util.Optional;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.ClientState.AwaitingRspauth;
import org.letterlock.sasl.ClientState.AwaitingServerFinal;
import org.letterlock.sasl.ClientState.AwaitingServerFirst;
import org.letterlock.sasl.ClientState.AwaitingVerdict;
import org.letterlock.sasl.ClientState.CramMd5Started;
import org.letterlock.sasl.ClientState.DigestMd5Started;
import org.letterlock.sasl.ClientState.LoginNameSent;
import org.letterlock.sasl.ClientState.LoginStarted;
import org.letterlock.sasl.ClientStep.Failed;
import org.letterlock.sasl.ClientStep.Failure;
import org.letterlock.sasl.ClientStep.Send;
import org.letterlock.sasl.ClientStep.Wait;
import org.letterlock.sasl.ScramSyntax.ServerFirst;

/** The client's side of every mechanism, as pure functions. Never throws for what a server may send. */
public final class ClientExchange {
    private ClientExchange() {}

    /**
     * Starts an exchange.
     *
     * @throws IllegalArgumentException for a mechanism without a client's side, see {@link SaslMechanism#hasClientSide}, and
     *     for one with channel binding without TLS
     */
    public static ClientStep start(
            SaslMechanism mechanism, ClientIdentity identity, Password password, ClientParameters parameters) {
        ChannelBindings bindings = parameters.bindings();
        String nonce = parameters.nonce();
        return switch (mechanism) {
            case PLAIN ->
                new Send(SaslMessage.of(new PlainMessage(identity, password.toText()).format()), new AwaitingVerdict());
            case LOGIN -> new Wait(new LoginStarted(identity.authentication(), password));
            case CRAM_MD5 -> new Wait(new CramMd5Started(identity.authentication(), password));
            case DIGEST_MD5 ->
                new Wait(new DigestMd5Started(identity, password, nonce, parameters.protocol(), parameters.host()));
            case SCRAM_SHA_256 ->
                scram(identity, password, unbound(bindings, parameters.plusOffered()), new byte[0], nonce);
            case SCRAM_SHA_256_PLUS -> {
                ChannelBindingType type = bindings.preferred()
                        .orElseThrow(() -> new IllegalArgumentException("channel binding needs TLS"));
                byte[] data = bindings.find(type).orElseThrow().toOctets();
                yield scram(identity, password, new Gs2Header.BindingFlag.Used(type.rfcName()), data, nonce);
            }
            case NTLM, APOP -> throw new IllegalArgumentException("no client's side of " + mechanism);
        };
    }

    /**
     * Starts an exchange without what only DIGEST-MD5 needs: the server's name.
     *
     * @param bindings data of the TLS channel; needed by a mechanism with channel binding
     * @param plusOffered whether the server offered a mechanism with channel binding
     * @param clientNonce at least 18 random octets in printable form, used once
     */
    public static ClientStep start(
            SaslMechanism mechanism,
            ClientIdentity identity,
            Password password,
            ChannelBindings bindings,
            boolean plusOffered,
            String clientNonce) {
        return start(
                mechanism,
                identity,
                password,
                new ClientParameters(bindings, plusOffered, clientNonce, SaslProtocol.SMTP, "localhost"));
    }

    /** The step that a challenge leads to. */
    public static ClientStep next(ClientState state, SaslMessage challenge) {
        return switch (state) {
            case LoginStarted(String name, Password password) ->
                new Send(SaslMessage.of(name), new LoginNameSent(password));
            case LoginNameSent(Password password) -> new Send(SaslMessage.of(password.toText()), new AwaitingVerdict());
            case CramMd5Started(String name, Password password) -> cramMd5(name, password, challenge);
            case DigestMd5Started digest -> DigestMd5.next(digest, challenge);
            case AwaitingRspauth last ->
                DigestMd5.isAuthentic(last, challenge)
                        ? new Send(SaslMessage.EMPTY, new AwaitingVerdict())
                        : new Failed(Failure.SERVER_NOT_AUTHENTIC);
            case AwaitingVerdict _ -> new Failed(Failure.MALFORMED);
            case AwaitingServerFirst first -> serverFirst(first, challenge);
            case AwaitingServerFinal last ->
                isAuthentic(last, challenge)
                        ? new Send(SaslMessage.EMPTY, new AwaitingVerdict())
                        : new Failed(Failure.SERVER_NOT_AUTHENTIC);
        };
    }

    /**
     * Whether the server's success may be believed.
     *
     * @param additionalData what came with it; profiles without such data send it as a challenge before
     */
    public static boolean accepts(ClientState state, Optional<SaslMessage> additionalData) {
        return switch (state) {
            case AwaitingVerdict _ -> true;
            case AwaitingServerFinal last ->
                additionalData.filter(data -> isAuthentic(last, data)).isPresent();
            case AwaitingRspauth last ->
                additionalData.filter(data -> DigestMd5.isAuthentic(last, data)).isPresent();
            case LoginStarted _, LoginNameSent _, AwaitingServerFirst _, CramMd5Started _, DigestMd5Started _ -> false;
        };
    }

    private static Gs2Header.BindingFlag unbound(ChannelBindings bindings, boolean plusOffered) {
        return bindings.data().isEmpty() || plusOffered
                ? new Gs2Header.BindingFlag.Unsupported()
                : new Gs2Header.BindingFlag.NotOffered();
    }

    private static ClientStep cramMd5(String name, Password password, SaslMessage challenge) {
        String text = challenge.length() > ScramSyntax.MAX_LENGTH
                ? ""
                : challenge.toText().orElse("");
        if (text.isEmpty()) {
            return new Failed(Failure.MALFORMED);
        }
        String digest = Md5Math.hex(CramMd5Keys.of(password).answer(text).toOctets());
        return new Send(SaslMessage.of(name + " " + digest), new AwaitingVerdict());
    }

    private static ClientStep scram(
            ClientIdentity identity,
            Password password,
            Gs2Header.BindingFlag flag,
            byte[] bindingData,
            String clientNonce) {
        Gs2Header header = new Gs2Header(flag, identity.authorization());
        String bare = "n=" + SaslName.format(identity.authentication()) + ",r=" + clientNonce;
        return new Send(
                SaslMessage.of(header.format() + bare),
                new AwaitingServerFirst(password, bare, clientNonce, ScramServer.bindingInput(header, bindingData)));
    }

    private static ClientStep serverFirst(AwaitingServerFirst state, SaslMessage challenge) {
        if (challenge.length() > ScramSyntax.MAX_LENGTH) {
            return new Failed(Failure.MALFORMED);
        }
        String text = challenge.toText().orElse("");
        return switch (ScramSyntax.parseServerFirst(text)) {
            case SyntaxError<ServerFirst> _ -> new Failed(Failure.MALFORMED);
            case Parsed<ServerFirst>(ServerFirst first) -> {
                boolean acceptable = first.nonce().startsWith(state.nonce())
                        && first.nonce().length() > state.nonce().length()
                        && first.iterations() >= ScramKeys.MIN_ITERATIONS
                        && first.iterations() <= ScramKeys.MAX_ITERATIONS;
                yield acceptable ? prove(state, text, first) : new Failed(Failure.UNACCEPTABLE);
            }
        };
    }

    private static ClientStep prove(AwaitingServerFirst state, String serverFirst, ServerFirst first) {
        byte[] saltedPassword =
                ScramMath.saltedPassword(state.password(), first.salt().toOctets(), first.iterations());
        byte[] clientKey = ScramMath.hmac(saltedPassword, "Client Key");
        String withoutProof = "c=" + ScramSyntax.base64(state.bindingInput().toOctets()) + ",r=" + first.nonce();
        String authMessage = state.firstBare() + "," + serverFirst + "," + withoutProof;
        byte[] proof = ScramMath.xor(clientKey, ScramMath.hmac(ScramMath.hash(clientKey), authMessage));
        byte[] signature = ScramMath.hmac(ScramMath.hmac(saltedPassword, "Server Key"), authMessage);
        return new Send(
                SaslMessage.of(withoutProof + ",p=" + ScramSyntax.base64(proof)),
                new AwaitingServerFinal(SaslMessage.of(signature)));
    }

    private static boolean isAuthentic(AwaitingServerFinal state, SaslMessage serverFinal) {
        return serverFinal.length() <= ScramSyntax.MAX_LENGTH
                && ScramSyntax.parseVerifier(serverFinal.toText().orElse(""))
                        instanceof Parsed<SaslMessage>(SaslMessage signature)
                && signature.equals(state.expectedSignature());
    }
}
