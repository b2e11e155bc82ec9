package org.letterlock.admin.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/**
 * A certificate that was taken in, without its key.
 *
 * @param preferred whether it is shown where no name fits
 */
record StoredCertificate(UUID id, long version, List<X509Certificate> chain, boolean preferred) {
    StoredCertificate {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }
}
