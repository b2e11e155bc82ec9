package org.letterlock.admin.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/**
 * The certificate that the installation has without being given one: it is shown where no other is the default.
 *
 * @param isTrusted whether somebody vouches for it whom clients know
 */
public record OwnCertificate(List<X509Certificate> chain, boolean isTrusted) {
    /** Its id in the API. */
    static final UUID ID = UUID.fromString("00000000-0000-7000-8000-00000000000c");

    public OwnCertificate {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }
}
