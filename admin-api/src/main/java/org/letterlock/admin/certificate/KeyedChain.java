package org.letterlock.admin.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param chain the certificate that the key belongs to first, then each one's issuer as far as it is there
 */
record KeyedChain(List<X509Certificate> chain, PrivateKey key) {
    KeyedChain {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "KeyedChain[" + certificate().getSubjectX500Principal() + "]"; // never the key
    }
}
