package org.letterlock.admin.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerResolver;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.HttpHeaders;

/**
 * Knows callers by their bearer token (API-2, RFC 6750 section 2.1), which auth-service is asked about. An answer is good for a
 * second, so that a page of requests costs one question and a revocation still acts at once (CFG-1).
 */
final class TokenCallers implements CallerResolver {
    private static final String SCHEME = "Bearer ";

    /** Who watches over the service asks every few seconds, all behind one address, and an answer costs nothing. */
    private static final Set<String> HEALTH = Set.of("/health/live", "/health/ready");

    private static final int MAX_TOKEN = 512;
    private static final Duration GOOD_FOR = Duration.ofMillis(900);
    private static final int MAX_REMEMBERED = 10_000;

    private final Requester<AuthenticationRequest, AuthenticationReply> authentication;
    private final Cache<Octets, Principal> known = Caffeine.newBuilder()
            .expireAfterWrite(GOOD_FOR)
            .maximumSize(MAX_REMEMBERED)
            .build();

    private final RateLimits limits;

    TokenCallers(Requester<AuthenticationRequest, AuthenticationReply> authentication, RateLimits limits) {
        this.authentication = authentication;
        this.limits = limits;
    }

    @Override
    public Optional<Caller> resolve(HttpServletRequest request) {
        String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        String clientAddress = request.getRemoteAddr();
        if (credentials == null) {
            if (!HEALTH.contains(request.getRequestURI())) {
                limits.countAnonymous(clientAddress);
            }
            return Optional.of(Caller.anonymous(clientAddress));
        }
        if (!credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || credentials.length() > MAX_TOKEN) {
            limits.countRefused(clientAddress);
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Send a token as Authorization: Bearer.");
        }
        Octets digest = digest(credentials.substring(SCHEME.length()).strip());
        Principal principal = known.getIfPresent(digest);
        if (principal == null || !principal.clientAddress().equals(clientAddress)) {
            limits.requireTokensAllowed(clientAddress);
            principal = ask(digest, clientAddress);
            known.put(digest, principal);
        }
        limits.countPrincipal(principal.account().toString());
        return Optional.of(Caller.of(principal));
    }

    private Principal ask(Octets digest, String clientAddress) {
        AuthenticationReply reply;
        try {
            reply = authentication
                    .ask(UUID.randomUUID().toString(), new AuthenticationRequest.CheckToken(digest, clientAddress))
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
                        accepted.resources());
            case AuthenticationReply.Refused(AuthenticationReply.Reason reason)
            when reason == AuthenticationReply.Reason.TEMPORARY ->
                throw new ProblemException(
                        ProblemType.AUTHENTICATION_UNAVAILABLE, "The token cannot be checked now; try again.");
            case AuthenticationReply.Refused(AuthenticationReply.Reason reason)
            when reason == AuthenticationReply.Reason.ACCESS_POLICY ->
                throw new ProblemException(
                        ProblemType.ACCESS_POLICY_DENIED, "Access policy does not allow this service.");
            case AuthenticationReply.Refused _,
                    AuthenticationReply.Granted _,
                    AuthenticationReply.Challenge _,
                    AuthenticationReply.PolicyPreview _ -> {
                limits.countRefused(clientAddress);
                throw new ProblemException(ProblemType.UNAUTHENTICATED, "The token is unknown, expired or revoked.");
            }
        };
    }

    private static Octets digest(String token) {
        try {
            return Octets.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }
}
