package org.letterlock.admin.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.letterlock.contracts.access.HstsPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.netty.tls.TlsIdentity;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.ProblemWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/** What every reply of the edge carries, and what no request may be (HSTS-1 to HSTS-4). */
final class HardeningFilter extends OncePerRequestFilter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final int MAX_HEAD = 16 * 1024;
    private static final int FIELD_OVERHEAD = 4; // colon, space and the end of the line
    private static final String LOCALHOST = "localhost";

    private final Supplier<HstsPolicy> hsts;
    private final Supplier<Optional<String>> server;
    private final String hostName;
    private final ProblemWriter problems;
    private final InstantSource clock;

    HardeningFilter(
            Supplier<HstsPolicy> hsts,
            Supplier<Optional<String>> server,
            String hostName,
            ProblemWriter problems,
            InstantSource clock) {
        this.hsts = hsts;
        this.server = server;
        this.hostName = hostName.toLowerCase(Locale.ROOT);
        this.problems = problems;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'");
        server.get().ifPresent(product -> response.setHeader("Server", product)); // SVC-12
        Optional<TlsIdentity> shown = EdgeClient.of(request).map(EdgeClient::shown);
        if (shown.isPresent() && isFitForHsts(shown.get())) {
            response.setHeader("Strict-Transport-Security", strictTransportSecurity());
        }
        if (headSize(request) > MAX_HEAD) {
            problems.write(
                    response,
                    new ProblemException(
                            ProblemType.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "The head of a request has at most " + MAX_HEAD + " octets."));
        } else if (!METHODS.contains(request.getMethod())) {
            problems.write(
                    response, new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "This method is not served."));
        } else if (!isOurs(
                request.getServerName(), shown.map(TlsIdentity::names).orElse(Set.of()))) {
            problems.write(
                    response,
                    new ProblemException(ProblemType.MISDIRECTED_REQUEST, "This server does not have that name."));
        } else {
            chain.doFilter(request, response);
        }
    }

    // As it would stand on the wire in HTTP/1.1 (RFC 9112 sections 3 and 5), whatever carried it.
    private static int headSize(HttpServletRequest request) {
        String query = request.getQueryString();
        int size = request.getRequestURI().length() + (query == null ? 0 : query.length());
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                size += name.length() + value.length() + FIELD_OVERHEAD;
            }
        }
        return size;
    }

    // Who insists on TLS from now on must be able to go on seeing the pages (HSTS-2).
    private boolean isFitForHsts(TlsIdentity shown) {
        return shown.isTrusted() && shown.isValidAt(clock.instant());
    }

    private String strictTransportSecurity() {
        HstsPolicy policy = hsts.get();
        return "max-age=" + policy.maxAge() + (policy.includeSubDomains() ? "; includeSubDomains" : "")
                + (policy.preload() ? "; preload" : "");
    }

    // A page elsewhere can make a browser send its own host name here (DNS rebinding), but no address, no name of ours,
    // and
    // none that our certificate is for.
    private boolean isOurs(String host, Set<String> certified) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        if (certified.contains(name) || (dot > 0 && certified.contains("*" + name.substring(dot)))) {
            return true;
        }
        String address = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return name.equals(hostName) || name.equals(LOCALHOST) || IpAddress.parse(address) instanceof Parsed<IpAddress>;
    }
}
