package org.letterlock.sasl;

/**
 * Judges NTLMv2 responses (AUTH-13). {@link NtHash} does with what is stored; a domain controller can be asked instead. An
 * implementation that could not find out throws: that is no verdict.
 */
public interface NtlmVerifier {
    /** Whether only somebody with the password can have made it. */
    NtlmVerdict judge(NtlmResponse response);
}
