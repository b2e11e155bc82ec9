package org.letterlock.sasl;

/** Whether the three messages of NTLM are protected against change on the way (MS-NLMP section 3.1.5.1.2, MIC). */
public sealed interface NtlmSignature {
    /** The client is too old for it. */
    record Unsigned() implements NtlmSignature {}

    /**
     * The client says so.
     *
     * @param mic 16 octets
     * @param messages all three in a row, with zeros in the place of the MIC
     * @param encryptedSessionKey 16 octets, or empty where the session base key is used as it is
     */
    record Signed(SaslMessage mic, SaslMessage messages, SaslMessage encryptedSessionKey) implements NtlmSignature {}
}
