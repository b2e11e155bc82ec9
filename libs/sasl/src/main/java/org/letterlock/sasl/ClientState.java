package org.letterlock.sasl;

/** Where an exchange stands on the client's side. */
public sealed interface ClientState {
    /** LOGIN: the server is to ask for the name. */
    record LoginStarted(String name, Password password) implements ClientState {}

    /** LOGIN: the server is to ask for the password. */
    record LoginNameSent(Password password) implements ClientState {}

    /** Everything is said; the server's verdict comes. */
    record AwaitingVerdict() implements ClientState {}

    /** SCRAM: salt and iteration count come. */
    record AwaitingServerFirst(Password password, String firstBare, String nonce, SaslMessage bindingInput)
            implements ClientState {}

    /** SCRAM: the server has to prove itself, too. */
    record AwaitingServerFinal(SaslMessage expectedSignature) implements ClientState {}

    /** CRAM-MD5: the challenge comes. */
    record CramMd5Started(String name, Password password) implements ClientState {}

    /** DIGEST-MD5: the challenge comes. */
    record DigestMd5Started(
            ClientIdentity identity, Password password, String cnonce, SaslProtocol protocol, String host)
            implements ClientState {}

    /** DIGEST-MD5: the server has to prove itself, too. */
    record AwaitingRspauth(SaslMessage expected) implements ClientState {}
}
