package org.letterlock.sasl;

/**
 * What an NTLMv2 client proves, for whoever can judge it.
 *
 * @param user as the client wrote it
 * @param domain as the client wrote it; may be empty
 * @param workstation as the client wrote it; may be empty
 * @param serverChallenge 8 octets
 * @param ntChallengeResponse NTLMv2_RESPONSE (MS-NLMP section 2.2.2.8)
 */
public record NtlmResponse(
        String user, String domain, String workstation, SaslMessage serverChallenge, SaslMessage ntChallengeResponse) {}
