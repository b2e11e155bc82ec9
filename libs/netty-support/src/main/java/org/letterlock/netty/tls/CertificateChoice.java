package org.letterlock.netty.tls;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate answers a handshake (CERT-4): the exact name, trusted and valid; a wildcard, trusted and valid; the exact
 * name, self-signed and valid; the default. One that has expired never wins over one that is valid. Pure.
 */
final class CertificateChoice {
    /** Places in the order of CERT-4. */
    private enum Fit {
        EXACT,
        WILDCARD,
        EXACT_SELF_SIGNED,
        NONE
    }

    private CertificateChoice() {}

    /**
     * Chooses.
     *
     * @param standard what is shown where no name fits
     * @param others further certificates
     * @param serverName in lower case; null where the client named none
     */
    static TlsIdentity choose(
            TlsIdentity standard, List<TlsIdentity> others, @Nullable String serverName, Instant now) {
        List<TlsIdentity> valid = Stream.concat(Stream.of(standard), others.stream())
                .filter(identity -> identity.isValidAt(now))
                .toList();
        Optional<TlsIdentity> fitting = valid.stream()
                .filter(identity -> fit(identity, serverName) != Fit.NONE)
                .min(Comparator.comparing((TlsIdentity identity) -> fit(identity, serverName))
                        .thenComparing(lastsLongest()));
        if (fitting.isPresent()) {
            return fitting.get();
        }
        return standard.isValidAt(now)
                ? standard
                : valid.stream().min(lastsLongest()).orElse(standard);
    }

    private static Comparator<TlsIdentity> lastsLongest() {
        return Comparator.comparing(
                        (TlsIdentity identity) -> identity.certificate().getNotAfter())
                .reversed();
    }

    private static Fit fit(TlsIdentity identity, @Nullable String serverName) {
        if (serverName == null) {
            return Fit.NONE;
        }
        boolean exact = identity.names().contains(serverName);
        if (identity.isTrusted()) {
            return exact ? Fit.EXACT : hasWildcardFor(identity, serverName) ? Fit.WILDCARD : Fit.NONE;
        }
        return exact ? Fit.EXACT_SELF_SIGNED : Fit.NONE;
    }

    // A wildcard stands for one whole label, the leftmost (RFC 9525 section 6.3).
    private static boolean hasWildcardFor(TlsIdentity identity, String serverName) {
        int dot = serverName.indexOf('.');
        return dot > 0 && identity.names().contains("*" + serverName.substring(dot));
    }
}
