package org.letterlock.sasl;

/** What the server does next. */
public sealed interface ServerStep {
    /** Sends a challenge and waits. */
    record Challenge(SaslMessage challenge, ServerState.AwaitingClient next) implements ServerStep {}

    /**
     * Looks up what {@code next.needs()} of {@code next.name()}; for a name that nobody has, or that has no such thing, one
     * that is pretended. Goes on with {@link ServerExchange#next(ServerState.AwaitingKeys, Verifier)}.
     */
    record KeysWanted(ServerState.AwaitingKeys next) implements ServerStep {}

    /** The client showed a password: the exchange is over, and whether it is right is for the caller to find out. */
    record PasswordGiven(ClientIdentity identity, Password password) implements ServerStep {}

    /**
     * The client proved that it knows the password.
     *
     * @param additionalData goes to the client with the success
     */
    record Proven(ClientIdentity identity, SaslMessage additionalData) implements ServerStep {}

    /**
     * The exchange failed.
     *
     * @param name the authentication identity as far as it was heard, or empty; for the log
     */
    record Failed(Failure failure, String name) implements ServerStep {}

    /** Why an exchange failed. */
    enum Failure {
        /** The message does not follow the mechanism's syntax. */
        MALFORMED,
        /** The proof is wrong, or a password that nobody can have. */
        CREDENTIALS,
        /** The channel binding is of an unknown type, of another channel, or somebody cut -PLUS out of the list (AUTH-2). */
        CHANNEL_BINDING
    }
}
