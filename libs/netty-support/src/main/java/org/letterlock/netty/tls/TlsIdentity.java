package org.letterlock.netty.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server shows in a handshake: its certificate chain, own certificate first, and the private key of that one.
 *
 * @param key never in a log; see {@link #toString()}
 * @param names the DNS names that the certificate is for, in lower case (RFC 9525 section 6.3)
 * @param isTrusted whether somebody vouches for it whom clients may know: nobody does for a certificate that is signed with
 *     its own key, nor for the one that the installation has made for itself
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key, Set<String> names, boolean isTrusted) {
    private static final int DNS_NAME = 2; // GeneralName, RFC 5280 section 4.2.1.6

    public TlsIdentity {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
    }

    /** An identity that is trusted unless it is self-signed. */
    public TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
        this(chain, key, namesOf(chain), !isSelfSigned(chain));
    }

    /** The same one, for which nobody vouches. */
    public TlsIdentity untrusted() {
        return new TlsIdentity(chain, key, names, false);
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether its time has come and is not over. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(certificate().getNotBefore().toInstant())
                && now.isBefore(certificate().getNotAfter().toInstant());
    }

    private static Set<String> namesOf(List<X509Certificate> chain) {
        try {
            Collection<List<?>> names =
                    chain.isEmpty() ? null : chain.getFirst().getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("a certificate whose names cannot be read", e);
        }
    }

    private static boolean isSelfSigned(List<X509Certificate> chain) {
        return chain.isEmpty()
                || chain.getFirst()
                        .getSubjectX500Principal()
                        .equals(chain.getFirst().getIssuerX500Principal());
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
