package org.letterlock.auth.credential;

import java.util.Arrays;
import java.util.Optional;
import org.letterlock.sasl.StoredCredential;

/** What is stored of a password beside its format, for mechanisms of old clients (CRED-4). */
public enum LegacySecret {
    CRAM_MD5("cram-md5", StoredCredential.CRAM_MD5_KEYS),
    DIGEST_MD5("digest-md5", StoredCredential.DIGEST_MD5_KEYS),
    NTLM("ntlm", StoredCredential.NTLM_VERIFIER);

    private final String apiName;
    private final StoredCredential credential;

    LegacySecret(String apiName, StoredCredential credential) {
        this.apiName = apiName;
        this.credential = credential;
    }

    /** The secret of that name in the API. */
    public static Optional<LegacySecret> find(String apiName) {
        return Arrays.stream(values())
                .filter(secret -> secret.apiName.equals(apiName))
                .findFirst();
    }

    /** Its name in the API and in the database. */
    public String apiName() {
        return apiName;
    }

    /** What the mechanism asks for. */
    public StoredCredential credential() {
        return credential;
    }
}
