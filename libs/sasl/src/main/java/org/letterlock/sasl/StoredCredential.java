package org.letterlock.sasl;

/** What has to be stored for an account so that a mechanism can work for it. */
public enum StoredCredential {
    /** Anything a password can be compared with, in whatever format (CRED-1, CRED-2), or a directory to ask (DIR-2). */
    PASSWORD,
    /** {@link ScramKeys} of SHA-256. */
    SCRAM_SHA_256_KEYS,
    /** {@link CramMd5Keys} (CRED-4). */
    CRAM_MD5_KEYS,
    /** {@link DigestMd5Keys} (CRED-4). */
    DIGEST_MD5_KEYS,
    /** An {@link NtHash}, or a domain controller to ask (AUTH-13). */
    NTLM_VERIFIER,
    /** An app password that was made for APOP, stored so that it can be read (CRED-5). */
    APOP_PASSWORD
}
