package org.letterlock.sasl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.NtlmSyntax.Authenticate;
import org.letterlock.sasl.NtlmSyntax.AvId;
import org.letterlock.sasl.ServerState.AwaitingNtlmAuthenticate;
import org.letterlock.sasl.ServerState.AwaitingNtlmNegotiate;
import org.letterlock.sasl.ServerState.AwaitingNtlmVerdict;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

/**
 * The server's side of NTLM (MS-NLMP section 3.2.5), NTLMv2 only: responses of LM and NTLMv1 are not even looked at. The
 * timestamp of the client is not judged: the server challenge makes the response fresh, and wrong clocks are common.
 */
final class NtlmServer {
    private static final int CHALLENGE_OCTETS = 8;

    // From 1601-01-01, which FILETIME counts from, to 1970-01-01 (MS-DTYP section 2.3.3), in seconds.
    private static final long FILE_TIME_EPOCH = 11_644_473_600L;

    // What a client may ask for and gets; there is no security layer behind it.
    private static final int ACCEPTED_FLAGS = NtlmSyntax.ALWAYS_SIGN
            | NtlmSyntax.EXTENDED_SESSION_SECURITY
            | NtlmSyntax.VERSION
            | NtlmSyntax.KEY_128
            | NtlmSyntax.REQUEST_TARGET;

    private NtlmServer() {}

    static AwaitingNtlmNegotiate start(ServerParameters parameters) {
        String host = parameters.hosts().getFirst();
        String domain =
                parameters.realms().isEmpty() ? host : parameters.realms().getFirst();
        // NTLM has room for 64 bits only; they depend on all 144 of the nonce.
        byte[] challenge = Arrays.copyOf(
                ScramMath.hash(("NTLM " + parameters.nonce()).getBytes(StandardCharsets.UTF_8)), CHALLENGE_OCTETS);
        SaslMessage channel = parameters
                .bindings()
                .find(ChannelBindingType.TLS_SERVER_END_POINT)
                .map(hash -> SaslMessage.of(channelHash(hash.toOctets())))
                .orElse(SaslMessage.EMPTY);
        return new AwaitingNtlmNegotiate(
                new NtlmServerName(host, domain, parameters.shortDomain()),
                SaslMessage.of(challenge),
                fileTime(parameters.issuedAt()),
                channel);
    }

    static ServerStep next(AwaitingNtlmNegotiate state, SaslMessage response) {
        byte[] negotiate = response.toOctets();
        return switch (NtlmSyntax.parseNegotiate(negotiate)) {
            case SyntaxError<Integer> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<Integer>(Integer flags)
            when (flags & (NtlmSyntax.UNICODE | NtlmSyntax.OEM)) == 0 ->
                new Failed(Failure.MALFORMED, ""); // MS-NLMP section 3.2.5.1.1
            case Parsed<Integer>(Integer flags) -> {
                // Unicode if the client has it; some, such as curl, write NTLMv2 and have not.
                int agreed = (flags & ACCEPTED_FLAGS)
                        | ((flags & NtlmSyntax.UNICODE) != 0 ? NtlmSyntax.UNICODE : NtlmSyntax.OEM)
                        | NtlmSyntax.NTLM
                        | NtlmSyntax.TARGET_TYPE_DOMAIN
                        | NtlmSyntax.TARGET_INFO;
                SaslMessage challenge = SaslMessage.of(NtlmSyntax.formatChallenge(
                        agreed, state.server(), state.challenge().toOctets(), state.fileTime()));
                yield new Challenge(
                        challenge,
                        new AwaitingNtlmAuthenticate(
                                state.challenge(), state.fileTime(), state.channel(), response, challenge));
            }
        };
    }

    static ServerStep next(AwaitingNtlmAuthenticate state, SaslMessage response) {
        byte[] octets = response.toOctets();
        int agreed = NtlmSyntax.flagsOfChallenge(state.challengeMessage().toOctets());
        return switch (NtlmSyntax.parseAuthenticate(octets, (agreed & NtlmSyntax.UNICODE) != 0)) {
            case SyntaxError<Authenticate> _ -> new Failed(Failure.MALFORMED, "");
            case Parsed<Authenticate>(Authenticate message) -> authenticate(state, octets, message);
        };
    }

    private static ServerStep authenticate(AwaitingNtlmAuthenticate state, byte[] octets, Authenticate message) {
        if (!SaslName.isAcceptable(message.user())) {
            return new Failed(Failure.CREDENTIALS, ""); // anonymous, or a name that nobody has
        }
        String name = message.user();
        byte[] ntlmv2 = message.ntResponse().toOctets();
        if (ntlmv2.length <= 24) {
            return new Failed(Failure.CREDENTIALS, name); // LM or NTLMv1 (AUTH-6)
        }
        if (!(NtlmSyntax.parseAvPairs(ntlmv2)
                instanceof Parsed<Map<AvId, SaslMessage>>(Map<AvId, SaslMessage> pairs))) {
            return new Failed(Failure.MALFORMED, name);
        }
        SaslMessage echoed =
                pairs.getOrDefault(AvId.TIMESTAMP, SaslMessage.of(NtlmSyntax.littleEndian(state.fileTime())));
        if (!echoed.equals(SaslMessage.of(NtlmSyntax.littleEndian(state.fileTime())))) {
            return new Failed(Failure.CREDENTIALS, name); // made for the challenge of another server
        }
        if (!isOfThisChannel(pairs.getOrDefault(AvId.CHANNEL_BINDINGS, SaslMessage.EMPTY), state.channel())) {
            return new Failed(Failure.CHANNEL_BINDING, name);
        }
        Optional<NtlmSignature> signature = signature(state, octets, message, pairs);
        if (signature.isEmpty()) {
            return new Failed(Failure.MALFORMED, name);
        }
        return new KeysWanted(new AwaitingNtlmVerdict(
                new NtlmResponse(
                        name, message.domain(), message.workstation(), state.challenge(), message.ntResponse()),
                signature.get()));
    }

    static ServerStep next(AwaitingNtlmVerdict state, NtlmVerdict verdict) {
        String name = state.name();
        return switch (verdict) {
            case NtlmVerdict.Refused _ -> new Failed(Failure.CREDENTIALS, name);
            case NtlmVerdict.Confirmed(SaslMessage sessionBaseKey) ->
                isIntact(state.signature(), sessionBaseKey.toOctets())
                        ? new Proven(ClientIdentity.of(name), SaslMessage.EMPTY)
                        : new Failed(Failure.CREDENTIALS, name);
        };
    }

    /** MD5 of gss_channel_bindings_struct (RFC 2744 section 3.11) with the application data of RFC 5929 section 4. */
    static byte[] channelHash(byte[] certificateHash) {
        byte[] data = Md5Math.join("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII), certificateHash);
        byte[] length = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.length)
                .array();
        return Md5Math.md5(new byte[16], length, data);
    }

    static long fileTime(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond() + FILE_TIME_EPOCH, 10_000_000L), instant.getNano() / 100);
    }

    // Sixteen zeros: the client's application told it of no channel (MS-NLMP section 3.1.5.1.2).
    private static boolean isOfThisChannel(SaslMessage sent, SaslMessage channel) {
        return sent.length() == 0
                || sent.equals(SaslMessage.of(new byte[Md5Math.HASH_OCTETS]))
                || (channel.length() > 0 && sent.equals(channel));
    }

    private static Optional<NtlmSignature> signature(
            AwaitingNtlmAuthenticate state, byte[] octets, Authenticate message, Map<AvId, SaslMessage> pairs) {
        byte[] flags = pairs.getOrDefault(AvId.FLAGS, SaslMessage.of(new byte[Integer.BYTES]))
                .toOctets();
        if (flags.length != Integer.BYTES) {
            return Optional.empty();
        }
        if ((flags[0] & NtlmSyntax.MIC_PRESENT) == 0) {
            return Optional.of(new NtlmSignature.Unsigned());
        }
        int micEnd = NtlmSyntax.MIC_OFFSET + NtlmSyntax.MIC_OCTETS;
        boolean exchanged = (message.flags() & NtlmSyntax.KEY_EXCHANGE) != 0;
        int keyOctets = exchanged ? Md5Math.HASH_OCTETS : 0;
        if (octets.length < micEnd
                || message.payloadStart() < micEnd
                || (exchanged && message.encryptedSessionKey().length() != keyOctets)) {
            return Optional.empty();
        }
        byte[] mic = Arrays.copyOfRange(octets, NtlmSyntax.MIC_OFFSET, micEnd);
        byte[] unsigned = octets.clone();
        Arrays.fill(unsigned, NtlmSyntax.MIC_OFFSET, micEnd, (byte) 0);
        byte[] messages = Md5Math.join(
                state.negotiateMessage().toOctets(), state.challengeMessage().toOctets(), unsigned);
        return Optional.of(new NtlmSignature.Signed(
                SaslMessage.of(mic),
                SaslMessage.of(messages),
                exchanged ? message.encryptedSessionKey() : SaslMessage.EMPTY));
    }

    // With NTLMv2 the key exchange key is the session base key (MS-NLMP section 3.4.5.1).
    private static boolean isIntact(NtlmSignature signature, byte[] sessionBaseKey) {
        return switch (signature) {
            case NtlmSignature.Unsigned _ -> true;
            case NtlmSignature.Signed(SaslMessage mic, SaslMessage messages, SaslMessage encryptedSessionKey) -> {
                byte[] key = encryptedSessionKey.length() == 0
                        ? sessionBaseKey
                        : rc4(sessionBaseKey, encryptedSessionKey.toOctets());
                yield SaslMessage.of(Md5Math.hmac(key, messages.toOctets())).equals(mic);
            }
        };
    }

    private static byte[] rc4(byte[] key, byte[] text) {
        try {
            Cipher cipher =
                    Cipher.getInstance("RC4"); // MS-NLMP section 3.1.5.1.2 wants it; nothing of ours rests on it
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "RC4"));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException thisPlatformHasIt) {
            throw new IllegalStateException(thisPlatformHasIt);
        }
    }
}
