package org.letterlock.admin.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.sealing.Sha256;
import org.letterlock.service.web.BrowserCookies;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerResolver;
import org.letterlock.service.web.CsrfToken;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.HttpHeaders;

/**
 * Knows callers by their bearer token (API-2, RFC 6750 section 2.1) or by the cookie of their browser's session (SESS-5), which
 * auth-service is asked about. An answer is good for a second, so that a page of requests costs one question and a revocation
 * still acts at once (CFG-1).
 */
final class TokenCallers implements CallerResolver {
    private static final String SCHEME = "Bearer ";

    /** Who watches over the service asks every few seconds, all behind one address, and an answer costs nothing. */
    private static final Set<String> HEALTH = Set.of("/health/live", "/health/ready");

    /** Methods that change nothing (RFC 9110 section 9.2.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private static final String LOGIN = "/api/v1/sessions/login";

    /** Resources that may change what a session is good for. */
    private static final List<String> SESSION_CHANGING = List.of("/api/v1/sessions/", "/api/v1/me/");

    private static final int MAX_TOKEN = 512;
    private static final Duration GOOD_FOR = Duration.ofMillis(900);
    private static final int MAX_REMEMBERED = 10_000;

    private final Requester<AuthenticationRequest, AuthenticationReply> authentication;
    private final Cache<Shown, Principal> known = Caffeine.newBuilder()
            .expireAfterWrite(GOOD_FOR)
            .maximumSize(MAX_REMEMBERED)
            .build();

    private final RateLimits limits;

    /** A secret, and how it came. */
    private record Shown(Octets digest, boolean cookie) {}

    TokenCallers(Requester<AuthenticationRequest, AuthenticationReply> authentication, RateLimits limits) {
        this.authentication = authentication;
        this.limits = limits;
    }

    @Override
    public Optional<Caller> resolve(HttpServletRequest request) {
        String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        String clientAddress = request.getRemoteAddr();
        List<String> cookies = sessionCookies(request);
        if (cookies.size() > 1 || (!cookies.isEmpty() && credentials != null)) {
            limits.countRefused(clientAddress);
            throw new ProblemException(ProblemType.MALFORMED, "Send one token or the cookie of one session.");
        }
        if (!cookies.isEmpty()) {
            return Optional.of(ofBrowser(request, cookies.getFirst(), clientAddress));
        }
        if (credentials == null) {
            return Optional.of(anonymous(request, clientAddress));
        }
        if (!credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || credentials.length() > MAX_TOKEN) {
            limits.countRefused(clientAddress);
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Send a token as Authorization: Bearer.");
        }
        Octets digest = digest(credentials.substring(SCHEME.length()).strip());
        return Optional.of(Caller.of(principal(request, new Shown(digest, false), clientAddress)));
    }

    private Caller anonymous(HttpServletRequest request, String clientAddress) {
        if (!HEALTH.contains(request.getRequestURI())) {
            limits.countAnonymous(clientAddress);
        }
        return Caller.anonymous(clientAddress);
    }

    private static List<String> sessionCookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(BrowserCookies.SESSION))
                        .map(Cookie::getValue)
                        .toList();
    }

    /** A page elsewhere can have a browser send the cookie, but does not know what has to go with it (SESS-5). */
    private Caller ofBrowser(HttpServletRequest request, String cookie, String clientAddress) {
        boolean isLogin = request.getRequestURI().equals(LOGIN);
        Octets digest = digest(cookie.substring(0, Math.min(cookie.length(), MAX_TOKEN)));
        String csrf = request.getHeader(CsrfToken.HEADER);
        boolean isMeant =
                SAFE.contains(request.getMethod()) || (csrf != null && CsrfToken.isRight(csrf, digest.view()));
        if (!isMeant && isLogin) {
            return anonymous(request, clientAddress); // whoever logs in shows the password, and needs no session
        }
        if (!isMeant) {
            limits.countRefused(clientAddress);
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Send what belongs to the session's cookie in " + CsrfToken.HEADER + ".");
        }
        try {
            return Caller.of(principal(request, new Shown(digest, true), clientAddress));
        } catch (ProblemException refused) {
            if (isLogin && refused.type() == ProblemType.UNAUTHENTICATED) {
                return anonymous(request, clientAddress);
            }
            throw refused;
        }
    }

    private Principal principal(HttpServletRequest request, Shown shown, String clientAddress) {
        boolean changesSession = SESSION_CHANGING.stream().anyMatch(request.getRequestURI()::startsWith);
        if (changesSession) {
            known.invalidate(shown);
        }
        Principal principal = known.getIfPresent(shown);
        if (principal == null || !principal.clientAddress().equals(clientAddress)) {
            limits.requireTokensAllowed(clientAddress);
            principal = ask(shown, clientAddress);
            // Who has to do something first is asked for again, so that it counts as soon as it is done.
            if (!changesSession && !principal.mustChangePassword() && !principal.mustEnrol()) {
                known.put(shown, principal);
            }
        }
        limits.countPrincipal(principal.account().toString());
        return principal;
    }

    private Principal ask(Shown shown, String clientAddress) {
        AuthenticationReply reply;
        try {
            reply = authentication
                    .ask(
                            UUID.randomUUID().toString(),
                            new AuthenticationRequest.CheckToken(shown.digest(), clientAddress, shown.cookie()))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoAnswerException) {
                throw new ProblemException(
                        ProblemType.AUTHENTICATION_UNAVAILABLE, "The token cannot be checked now; try again.");
            }
            throw e;
        }
        return switch (reply) {
            case AuthenticationReply.TokenAccepted accepted ->
                new Principal(
                        accepted.account(),
                        accepted.login(),
                        accepted.role(),
                        accepted.token(),
                        accepted.mustChangePassword(),
                        clientAddress,
                        accepted.resources(),
                        accepted.mustEnrol(),
                        accepted.steppedUp());
            case AuthenticationReply.Refused(AuthenticationReply.Reason reason)
            when reason == AuthenticationReply.Reason.TEMPORARY ->
                throw new ProblemException(
                        ProblemType.AUTHENTICATION_UNAVAILABLE, "The token cannot be checked now; try again.");
            case AuthenticationReply.Refused(AuthenticationReply.Reason reason)
            when reason == AuthenticationReply.Reason.ACCESS_POLICY ->
                throw new ProblemException(
                        ProblemType.ACCESS_POLICY_DENIED, "Access policy does not allow this service.");
            case AuthenticationReply.Refused _, AuthenticationReply.Granted _, AuthenticationReply.Challenge _ -> {
                limits.countRefused(clientAddress);
                throw new ProblemException(ProblemType.UNAUTHENTICATED, "The token is unknown, expired or revoked.");
            }
        };
    }

    private static Octets digest(String token) {
        return Octets.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
