package org.letterlock.sasl;

/** What became of an NTLMv2 response. */
public sealed interface NtlmVerdict extends Verifier {
    /**
     * It is right.
     *
     * @param sessionBaseKey 16 octets, secret; the MIC is checked with it
     */
    record Confirmed(SaslMessage sessionBaseKey) implements NtlmVerdict {}

    /** It is wrong, or nobody has that name. */
    record Refused() implements NtlmVerdict {}
}
