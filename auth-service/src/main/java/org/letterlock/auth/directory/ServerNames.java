package org.letterlock.auth.directory;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a certificate is for a host: by its alternative names and by nothing else (RFC 9525 section 6). */
final class ServerNames {
    private static final int DNS_NAME = 2; // GeneralName of RFC 5280 section 4.2.1.6
    private static final int IP_ADDRESS = 7;
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    private ServerNames() {}

    /** Whether the certificate is for a DNS name or IP address. */
    static boolean matches(X509Certificate certificate, String host) {
        Optional<InetAddress> address = address(host);
        for (List<?> name : alternativeNames(certificate)) {
            if (name.get(0) instanceof Integer kind && name.get(1) instanceof String text) {
                boolean same = address.isPresent()
                        ? kind == IP_ADDRESS && address(text).equals(address)
                        : kind == DNS_NAME && covers(text.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
                if (same) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The address of a literal; empty for anything else. Asks nobody. */
    static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    // A wildcard stands for one whole label, the leftmost (RFC 9525 section 6.3).
    private static boolean covers(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        String rest = pattern.substring(1);
        return dot > 0 && rest.indexOf('.', 1) > 0 && host.substring(dot).equals(rest);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }
}
