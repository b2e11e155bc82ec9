package org.letterlock.sasl;

/** Where an exchange stands on the server's side. */
public sealed interface ServerState {

    /** The client is to speak; {@link ServerStates} turns such a state into octets and back. */
    sealed interface AwaitingClient extends ServerState {}

    /** The keys of {@link #name()} are to be looked up. */
    sealed interface AwaitingKeys extends ServerState {
        /** The authentication identity, as the client wrote it. */
        String name();
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
    record AwaitingSalt(ClientIdentity identity, ScramOpening opening) implements AwaitingKeys {
        @Override
        public String name() {
            return identity.authentication();
        }
    }

    /** SCRAM: the proof comes. */
    record AwaitingProof(ClientIdentity identity, ScramOpening opening, String serverFirst) implements AwaitingClient {}

    /** SCRAM: the keys that the proof is checked with are wanted. */
    record AwaitingStoredKey(ClientIdentity identity, SaslMessage proof, String authMessage) implements AwaitingKeys {
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
}
