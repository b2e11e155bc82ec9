package org.letterlock.sasl;

import java.time.Instant;
import java.util.List;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.ServerState.AwaitingApop;
import org.letterlock.sasl.ServerState.AwaitingApopPassword;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingClientFirst;
import org.letterlock.sasl.ServerState.AwaitingCramMd5;
import org.letterlock.sasl.ServerState.AwaitingCramMd5Keys;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5Keys;
import org.letterlock.sasl.ServerState.AwaitingKeys;
import org.letterlock.sasl.ServerState.AwaitingLoginName;
import org.letterlock.sasl.ServerState.AwaitingLoginPassword;
import org.letterlock.sasl.ServerState.AwaitingNtlmAuthenticate;
import org.letterlock.sasl.ServerState.AwaitingNtlmNegotiate;
import org.letterlock.sasl.ServerState.AwaitingNtlmVerdict;
import org.letterlock.sasl.ServerState.AwaitingPlain;
import org.letterlock.sasl.ServerState.AwaitingProof;
import org.letterlock.sasl.ServerState.AwaitingScramKeys;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.PasswordGiven;

/**
 * The server's side of every mechanism, as pure functions from state and message to a step. Never throws for what a client
 * may send.
 *
 * <pre>
 * AwaitingPlain            message   PasswordGiven
 * AwaitingLoginName        name      Challenge, AwaitingLoginPassword
 * AwaitingLoginPassword    password  PasswordGiven
 * AwaitingClientFirst      message   KeysWanted, AwaitingSalt
 * AwaitingSalt             keys      Challenge, AwaitingProof
 * AwaitingProof            message   KeysWanted, AwaitingStoredKey
 * AwaitingStoredKey        keys      Proven
 * AwaitingCramMd5          message   KeysWanted, AwaitingCramMd5Keys
 * AwaitingCramMd5Keys      keys      Proven
 * AwaitingApop             message   KeysWanted, AwaitingApopPassword
 * AwaitingApopPassword     password  Proven
 * AwaitingDigestMd5        message   KeysWanted, AwaitingDigestMd5Keys
 * AwaitingDigestMd5Keys    keys      Proven
 * AwaitingNtlmNegotiate    message   Challenge, AwaitingNtlmAuthenticate
 * AwaitingNtlmAuthenticate message   KeysWanted, AwaitingNtlmVerdict
 * AwaitingNtlmVerdict      verdict   Proven
 * each of them             else      Failed
 * </pre>
 */
public final class ServerExchange {
    private static final SaslMessage ASK_NAME = SaslMessage.of("Username:");
    private static final SaslMessage ASK_PASSWORD = SaslMessage.of("Password:");
    private static final int MAX_OCTETS = Math.max(NtlmSyntax.MAX_OCTETS, PlainMessage.MAX_OCTETS);

    private ServerExchange() {}

    /** Starts an exchange; the client's initial response goes to {@link #first(AwaitingClient, SaslMessage)}. */
    public static AwaitingClient start(SaslMechanism mechanism, ServerParameters parameters) {
        String nonce = parameters.nonce();
        return switch (mechanism) {
            case PLAIN -> new AwaitingPlain();
            case LOGIN -> new AwaitingLoginName();
            case SCRAM_SHA_256 ->
                new AwaitingClientFirst(false, ChannelBindings.NONE, parameters.plusAdvertised(), nonce);
            case SCRAM_SHA_256_PLUS ->
                new AwaitingClientFirst(true, parameters.bindings(), parameters.plusAdvertised(), nonce);
            case CRAM_MD5 -> new AwaitingCramMd5(timestamp(parameters));
            case APOP -> new AwaitingApop(timestamp(parameters));
            case DIGEST_MD5 ->
                new AwaitingDigestMd5(nonce, parameters.protocol(), parameters.hosts(), parameters.realms());
            case NTLM -> NtlmServer.start(parameters);
        };
    }

    /**
     * Starts an exchange of a mechanism that needs neither host nor realms nor time: PLAIN, LOGIN and SCRAM.
     *
     * @param bindings data of the TLS channel
     * @param plusAdvertised whether the client was offered a mechanism with channel binding
     * @param serverNonce at least 18 random octets in printable form, used once
     * @throws IllegalArgumentException for any other mechanism
     */
    public static AwaitingClient start(
            SaslMechanism mechanism, ChannelBindings bindings, boolean plusAdvertised, String serverNonce) {
        if (mechanism.needs() != StoredCredential.PASSWORD
                && mechanism.needs() != StoredCredential.SCRAM_SHA_256_KEYS) {
            throw new IllegalArgumentException(mechanism.rfcName() + " needs to know the server");
        }
        return start(
                mechanism,
                new ServerParameters(
                        bindings,
                        plusAdvertised,
                        serverNonce,
                        Instant.EPOCH,
                        SaslProtocol.SMTP,
                        List.of("localhost"),
                        List.of(),
                        ""));
    }

    /** The first challenge of a client that sent no initial response: empty where the client speaks first. */
    public static SaslMessage prompt(AwaitingClient state) {
        return switch (state) {
            case AwaitingPlain _, AwaitingClientFirst _, AwaitingProof _ -> SaslMessage.EMPTY;
            case AwaitingNtlmNegotiate _, AwaitingNtlmAuthenticate _ -> SaslMessage.EMPTY;
            case AwaitingLoginName _ -> ASK_NAME;
            case AwaitingLoginPassword _ -> ASK_PASSWORD;
            case AwaitingCramMd5(String challenge) -> SaslMessage.of(challenge);
            case AwaitingApop(String timestamp) -> SaslMessage.of(timestamp);
            case AwaitingDigestMd5 digest ->
                SaslMessage.of(DigestMd5Syntax.formatChallenge(digest.realms(), digest.nonce()));
        };
    }

    /**
     * The step that an initial response leads to. One to DIGEST-MD5 asks for subsequent authentication (RFC 2831 section 2.2)
     * with the nonce of an earlier login; as nonces are good once (AUTH-6), the client is challenged anew.
     */
    public static ServerStep first(AwaitingClient state, SaslMessage initialResponse) {
        return state instanceof AwaitingDigestMd5 ? new Challenge(prompt(state), state) : next(state, initialResponse);
    }

    /** The step that a client's message leads to. */
    public static ServerStep next(AwaitingClient state, SaslMessage response) {
        if (response.length() == 0 || response.length() > MAX_OCTETS) {
            return malformed(state);
        }
        return switch (state) {
            case AwaitingCramMd5 cramMd5 -> TimestampChallenge.next(cramMd5, response);
            case AwaitingApop apop -> TimestampChallenge.next(apop, response);
            case AwaitingDigestMd5 digest -> DigestMd5.next(digest, response);
            case AwaitingNtlmNegotiate negotiate -> NtlmServer.next(negotiate, response);
            case AwaitingNtlmAuthenticate authenticate -> NtlmServer.next(authenticate, response);
            case AwaitingPlain _,
                    AwaitingLoginName _,
                    AwaitingLoginPassword _,
                    AwaitingClientFirst _,
                    AwaitingProof _ -> nextOfText(state, response.toText().orElse(""));
        };
    }

    /** The step that a look-up of what {@link AwaitingKeys#needs()} leads to. */
    public static ServerStep next(AwaitingKeys state, Verifier verifier) {
        return switch (state) {
            case AwaitingScramKeys scram when verifier instanceof ScramKeys keys -> ScramServer.next(scram, keys);
            case AwaitingCramMd5Keys cramMd5
            when verifier instanceof CramMd5Keys keys -> TimestampChallenge.next(cramMd5, keys);
            case AwaitingApopPassword apop
            when verifier instanceof ApopPassword password -> TimestampChallenge.next(apop, password);
            case AwaitingDigestMd5Keys digest
            when verifier instanceof DigestMd5Keys keys -> DigestMd5.next(digest, keys);
            case AwaitingNtlmVerdict ntlm
            when verifier instanceof NtlmVerdict verdict -> NtlmServer.next(ntlm, verdict);
            case AwaitingScramKeys _,
                    AwaitingCramMd5Keys _,
                    AwaitingApopPassword _,
                    AwaitingDigestMd5Keys _,
                    AwaitingNtlmVerdict _ -> new Failed(Failure.CREDENTIALS, state.name());
        };
    }

    private static ServerStep nextOfText(AwaitingClient state, String text) {
        if (text.isEmpty() || text.length() > ScramSyntax.MAX_LENGTH) {
            return malformed(state);
        }
        return switch (state) {
            case AwaitingPlain _ -> plain(text);
            case AwaitingLoginName _ -> loginName(text);
            case AwaitingLoginPassword(String name) -> password(ClientIdentity.of(name), text);
            case AwaitingClientFirst first -> ScramServer.next(first, text);
            case AwaitingProof proof -> ScramServer.next(proof, text);
            case AwaitingCramMd5 _,
                    AwaitingApop _,
                    AwaitingDigestMd5 _,
                    AwaitingNtlmNegotiate _,
                    AwaitingNtlmAuthenticate _ -> malformed(state);
        };
    }

    private static String timestamp(ServerParameters parameters) {
        return TimestampChallenge.format(
                parameters.nonce(), parameters.issuedAt(), parameters.hosts().getFirst());
    }

    private static ServerStep plain(String text) {
        return switch (PlainMessage.parse(text)) {
            case SyntaxError<PlainMessage> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<PlainMessage>(PlainMessage message) -> password(message.identity(), message.password());
        };
    }

    private static ServerStep loginName(String name) {
        return SaslName.isAcceptable(name)
                ? new Challenge(ASK_PASSWORD, new AwaitingLoginPassword(name))
                : new Failed(Failure.MALFORMED, "");
    }

    private static ServerStep password(ClientIdentity identity, String text) {
        return switch (Password.parse(text)) {
            case Parsed<Password>(Password password) -> new PasswordGiven(identity, password);
            case SyntaxError<Password> _ -> new Failed(Failure.CREDENTIALS, identity.authentication());
        };
    }

    private static ServerStep malformed(AwaitingClient state) {
        String name = switch (state) {
            case AwaitingLoginPassword(String heard) -> heard;
            case AwaitingProof proof -> proof.identity().authentication();
            case AwaitingPlain _, AwaitingLoginName _, AwaitingClientFirst _ -> "";
            case AwaitingCramMd5 _, AwaitingApop _, AwaitingDigestMd5 _ -> "";
            case AwaitingNtlmNegotiate _, AwaitingNtlmAuthenticate _ -> "";
        };
        return new Failed(Failure.MALFORMED, name);
    }
}
