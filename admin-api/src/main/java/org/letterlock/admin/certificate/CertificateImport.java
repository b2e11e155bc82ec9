package org.letterlock.admin.certificate;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;

/**
 * What is sent to take a certificate in: PEM or PKCS #12, not both.
 *
 * @param certificate PEM: the certificate, its chain, and perhaps the key
 * @param privateKey PEM: the key, where it is not in {@code certificate}
 * @param pkcs12 base64
 * @param passphrase of the key or of the PKCS #12 file
 * @param isDefault whether to show it where no name fits; default false
 */
record CertificateImport(
        @Nullable String certificate,
        @Nullable String privateKey,
        @Nullable String pkcs12,
        @Nullable String passphrase,
        @Nullable Boolean isDefault) {

    /**
     * What it holds, if all is well with it.
     *
     * @throws ProblemException {@code validation}, {@code certificate-mismatch} or {@code weak-key}
     */
    KeyedChain checked() {
        Faults faults = new Faults();
        faults.require(
                (certificate == null) != (pkcs12 == null), "", "one-of", "Send certificate or pkcs12, and not both.");
        faults.require(
                privateKey == null || pkcs12 == null, "/privateKey", "not-here", "The key is in the PKCS #12 file.");
        faults.throwIfAny();
        CertificateReading.Found found = certificate == null
                ? CertificateReading.pkcs12(pkcs12 == null ? "" : pkcs12, passphrase, faults)
                : CertificateReading.pem(certificate, privateKey, passphrase, faults);
        faults.throwIfAny();
        if (found == null) {
            throw new IllegalStateException("nothing found and nothing wrong");
        }
        return CertificateChecks.checked(found, certificate == null ? "/pkcs12" : "/certificate");
    }

    @Override
    public String toString() {
        return "CertificateImport"; // the key and the passphrase are for nobody's eyes
    }
}
