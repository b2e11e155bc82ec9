package org.letterlock.service.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/**
 * A certificate ready for use.
 *
 * @param chain the server's own certificate first
 * @param preferred whether it is shown where no name fits
 */
public record OpenedCertificate(UUID id, List<X509Certificate> chain, PrivateKey key, boolean preferred) {
    public OpenedCertificate {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "OpenedCertificate[" + id + "]"; // never the key
    }
}
