package org.letterlock.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a server keeps for NTLM in place of the password: MD4 of it in UTF-16 (MS-NLMP section 3.3.1, NTOWF). It is as good
 * as the password for NTLM: keep it sealed.
 */
public final class NtHash implements NtlmVerifier {
    private final byte[] hash;

    private NtHash(byte[] hash) {
        this.hash = hash;
    }

    /** Computes the hash of a password. */
    public static NtHash of(Password password) {
        return new NtHash(LittleEndianHash.md4(password.toText().getBytes(StandardCharsets.UTF_16LE)));
    }

    /** A hash for a name that has none, so that the check takes as long (AUTH-7); no password leads to it. */
    public static NtHash pretended(byte[] secret, String name) {
        return new NtHash(Arrays.copyOf(ScramMath.hmac(secret, "ntlm " + name), Md5Math.HASH_OCTETS));
    }

    /** The octets that {@link #decode} reads back; secret. */
    public byte[] encode() {
        return hash.clone();
    }

    /** Reads what {@link #encode} wrote; empty for anything else. */
    public static Optional<NtHash> decode(byte[] encoded) {
        return encoded.length == Md5Math.HASH_OCTETS ? Optional.of(new NtHash(encoded.clone())) : Optional.empty();
    }

    // MS-NLMP section 3.3.2: NTProofStr = HMAC_MD5(ResponseKeyNT, ServerChallenge + temp)
    @Override
    public NtlmVerdict judge(NtlmResponse response) {
        byte[] ntlmv2 = response.ntChallengeResponse().toOctets();
        byte[] responseKey = responseKey(response.user(), response.domain());
        byte[] claimed = Arrays.copyOf(ntlmv2, Md5Math.HASH_OCTETS);
        byte[] temp = Arrays.copyOfRange(ntlmv2, Math.min(Md5Math.HASH_OCTETS, ntlmv2.length), ntlmv2.length);
        byte[] proof = Md5Math.hmac(responseKey, response.serverChallenge().toOctets(), temp);
        return MessageDigest.isEqual(proof, claimed)
                ? new NtlmVerdict.Confirmed(SaslMessage.of(Md5Math.hmac(responseKey, proof)))
                : new NtlmVerdict.Refused();
    }

    /** NTOWFv2: the name in upper case, the domain as it is. */
    byte[] responseKey(String user, String domain) {
        return Md5Math.hmac(hash, (upperCase(user) + domain).getBytes(StandardCharsets.UTF_16LE));
    }

    // Windows maps one code unit to one; String.toUpperCase would make two letters of the sharp s.
    private static String upperCase(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            mapped.append(Character.toUpperCase(text.charAt(i)));
        }
        return mapped.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NtHash that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "NtHash[***]";
    }
}
