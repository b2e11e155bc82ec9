package org.letterlock.netty.listener;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request in clear HTTP where TLS is spoken, and the one answer to it (SVC-9). Pure. */
final class ClearHttp {
    /** What a request starts with: a method in capital letters, as all that are registered are (RFC 9110 section 16.1). */
    private static final Pattern BEGINNING = Pattern.compile("[A-Z]{1,20}( .*)?", Pattern.DOTALL);

    // request-line = method SP request-target SP HTTP-version    RFC 9112 section 3; the target in origin-form
    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]{1,20} (/[!-~]*) HTTP/1\\.[01]");

    // Host = uri-host [ ":" port ]    RFC 9110 section 7.2
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");

    private ClearHttp() {}

    /** Whether octets that have arrived so far, read as Latin-1, can be the beginning of a request. */
    static boolean isBeginning(String octets) {
        return BEGINNING.matcher(octets).matches();
    }

    /**
     * The answer to a request: to the same path on the same host, with TLS. Empty where it says no host, or anything that
     * could be taken for more than it is.
     *
     * @param head the lines up to the empty one, without it
     * @param port for a client that names no port
     */
    static Optional<String> redirect(String head, int port) {
        String[] lines = head.split("\r\n", -1);
        Matcher request = REQUEST_LINE.matcher(lines[0]);
        if (!request.matches()) {
            return Optional.empty();
        }
        String host = null;
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].toLowerCase(Locale.ROOT).startsWith("host:")) {
                if (host != null) {
                    return Optional.empty(); // RFC 9112 section 3.2: more than one is an error
                }
                host = lines[i].substring("host:".length()).strip();
            }
        }
        Matcher named = HOST.matcher(host == null ? "" : host);
        if (!named.matches()) {
            return Optional.empty();
        }
        String authority = named.group(1) + (named.group(2) == null ? ":" + port : named.group(2));
        return Optional.of("HTTP/1.1 308 Permanent Redirect\r\nLocation: https://" + authority + request.group(1)
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}
