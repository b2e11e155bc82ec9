package org.letterlock.contracts.access;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.Octets;

/**
 * A certificate that listeners may show beside the installation's own (CERT-1, CERT-4).
 *
 * @param chain DER, the server's own certificate first
 * @param sealedKey PKCS #8, sealed under the class key for TLS with {@code certificate} and the id as associated data
 * @param preferred whether it is shown where no name fits; true for one at most, else the installation's own is
 */
public record ServerCertificate(UUID id, List<Octets> chain, Octets sealedKey, boolean preferred) {
    public ServerCertificate {
        chain = List.copyOf(chain);
    }
}
