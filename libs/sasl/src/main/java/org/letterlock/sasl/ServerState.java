package org.letterlock.sasl;

import java.util.List;

/** Where an exchange stands on the server's side. */
public sealed interface ServerState {

    /** The client is to speak; {@link ServerStates} turns such a state into octets and back. */
    sealed interface AwaitingClient extends ServerState {}

    /** What {@link #name()} is verified with is to be looked up. */
    sealed interface AwaitingKeys extends ServerState {
        /** The authentication identity, as the client wrote it. */
        String name();

        /** What is wanted. */
        StoredCredential needs();
    }

    /** The state needs {@link ScramKeys}. */
    sealed interface AwaitingScramKeys extends AwaitingKeys {
        @Override
        default StoredCredential needs() {
            return StoredCredential.SCRAM_SHA_256_KEYS;
        }
    }

    /** PLAIN: its one message comes. */
    record AwaitingPlain() implements AwaitingClient {}

    /** LOGIN: the name comes. */
    record AwaitingLoginName() implements AwaitingClient {}

    /** LOGIN: the password comes. */
    record AwaitingLoginPassword(String name) implements AwaitingClient {}

    /**
     * SCRAM: the client's first message comes.
     *
     * @param binds whether this is the mechanism with channel binding
     * @param plusAdvertised whether the client was offered one with channel binding
     * @param serverNonce used for nothing but this exchange
     */
    record AwaitingClientFirst(boolean binds, ChannelBindings bindings, boolean plusAdvertised, String serverNonce)
            implements AwaitingClient {}

    /** SCRAM: salt and iteration count are wanted. */
    record AwaitingSalt(ClientIdentity identity, ScramOpening opening) implements AwaitingScramKeys {
        @Override
        public String name() {
            return identity.authentication();
        }
    }

    /** SCRAM: the proof comes. */
    record AwaitingProof(ClientIdentity identity, ScramOpening opening, String serverFirst) implements AwaitingClient {}

    /** SCRAM: the keys that the proof is checked with are wanted. */
    record AwaitingStoredKey(ClientIdentity identity, SaslMessage proof, String authMessage)
            implements AwaitingScramKeys {
        @Override
        public String name() {
            return identity.authentication();
        }
    }

    /**
     * What the client's first message settled.
     *
     * @param bindingInput GS2 header and channel binding data, which the client repeats
     * @param firstBare its message without the GS2 header
     * @param nonce both sides' parts
     */
    record ScramOpening(SaslMessage bindingInput, String firstBare, String nonce) {}

    /** CRAM-MD5: the digest comes. */
    record AwaitingCramMd5(String challenge) implements AwaitingClient {}

    /** CRAM-MD5: {@link CramMd5Keys} are wanted. */
    record AwaitingCramMd5Keys(String name, String challenge, SaslMessage digest) implements AwaitingKeys {
        @Override
        public StoredCredential needs() {
            return StoredCredential.CRAM_MD5_KEYS;
        }
    }

    /** APOP: name and digest come; the challenge stood in the greeting. */
    record AwaitingApop(String timestamp) implements AwaitingClient {}

    /** APOP: the password is wanted, as an {@link ApopPassword}; with several, each is tried. */
    record AwaitingApopPassword(String name, String timestamp, SaslMessage digest) implements AwaitingKeys {
        @Override
        public StoredCredential needs() {
            return StoredCredential.APOP_PASSWORD;
        }
    }

    /**
     * DIGEST-MD5: the digest-response comes.
     *
     * @param hosts the names that may stand in the digest-uri
     */
    record AwaitingDigestMd5(String nonce, SaslProtocol protocol, List<String> hosts, List<String> realms)
            implements AwaitingClient {
        public AwaitingDigestMd5 {
            hosts = List.copyOf(hosts);
            realms = List.copyOf(realms);
        }
    }

    /**
     * DIGEST-MD5: {@link DigestMd5Keys} are wanted.
     *
     * @param realm as the client wrote it; empty for none
     */
    record AwaitingDigestMd5Keys(ClientIdentity identity, String realm, DigestMd5Claim claim) implements AwaitingKeys {
        @Override
        public String name() {
            return identity.authentication();
        }

        @Override
        public StoredCredential needs() {
            return StoredCredential.DIGEST_MD5_KEYS;
        }
    }

    /**
     * What the proof of DIGEST-MD5 covers beside name, realm and password.
     *
     * @param response the proof
     */
    record DigestMd5Claim(String nonce, String cnonce, String digestUri, SaslMessage response) {}

    /**
     * NTLM: the NEGOTIATE_MESSAGE comes.
     *
     * @param channel MD5 of the channel's binding, or empty without TLS
     */
    record AwaitingNtlmNegotiate(NtlmServerName server, SaslMessage challenge, long fileTime, SaslMessage channel)
            implements AwaitingClient {}

    /** NTLM: the AUTHENTICATE_MESSAGE comes. The two messages before it are what its signature covers. */
    record AwaitingNtlmAuthenticate(
            SaslMessage challenge,
            long fileTime,
            SaslMessage channel,
            SaslMessage negotiateMessage,
            SaslMessage challengeMessage)
            implements AwaitingClient {}

    /** NTLM: somebody has to judge the response, see {@link NtlmVerifier}. */
    record AwaitingNtlmVerdict(NtlmResponse response, NtlmSignature signature) implements AwaitingKeys {
        @Override
        public String name() {
            return response.user();
        }

        @Override
        public StoredCredential needs() {
            return StoredCredential.NTLM_VERIFIER;
        }
    }
}
