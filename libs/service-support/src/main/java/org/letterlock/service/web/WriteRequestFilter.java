package org.letterlock.service.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers a change when it is in force: waits up to a second until every replica has taken it in, and says with {@code 202}
 * and a member {@code rollout} which ones have not (CFG-3). The version of the configuration that the change has made stands in
 * the field {@value #VERSION}.
 */
final class WriteRequestFilter extends OncePerRequestFilter {
    static final String VERSION = "X-Config-Version";
    static final String DRY_RUN = "dryRun";

    /** Carries the token by which the caller accepts to lock people out (VAL-3). */
    static final String ACCEPT_LOCK_OUT = "Accept-Lock-Out";

    /** Carries the caller's reason for the change, in UTF-8, which the audit log keeps (AUD-2). */
    static final String REASON = "Change-Reason";

    private static final int MAX_REASON = 500; // what is longer is cut

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String API = "/api/v1";

    private final ObjectProvider<Rollouts> rollouts;
    private final ObjectProvider<PlatformTransactionManager> transactions;
    private final JsonMapper mapper;

    WriteRequestFilter(
            ObjectProvider<Rollouts> rollouts,
            ObjectProvider<PlatformTransactionManager> transactions,
            JsonMapper mapper) {
        this.rollouts = rollouts;
        this.transactions = transactions;
        this.mapper = mapper;
    }

    /** Whether a request with that method changes nothing, so that nothing of this concerns it (RFC 9110 section 9.2.1). */
    static boolean isSafe(String method) {
        return SAFE.contains(method);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isSafe(request.getMethod()) || !request.getRequestURI().startsWith(API + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Principal> principal = request.getAttribute(CallerFilter.ATTRIBUTE) instanceof Caller caller
                ? caller.find()
                : Optional.empty();
        if (principal.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        WriteRequest write = new WriteRequest(
                principal.get(),
                request.getMethod(),
                request.getRequestURI().substring(API.length()),
                request.getHeader(ACCEPT_LOCK_OUT),
                reason(request.getHeader(REASON)),
                isDryRun(request));
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        write.begin();
        try {
            if (write.isDryRun()) {
                tryOut(request, held, chain);
            } else {
                chain.doFilter(request, held);
            }
        } finally {
            WriteRequest.end();
        }
        if (write.version() > 0 && HttpStatus.valueOf(held.getStatus()).is2xxSuccessful()) {
            held.setHeader(VERSION, Long.toString(write.version()));
            Rollout rollout = rollouts.getObject().await(write.version(), write.topics(), PATIENCE);
            if (!rollout.isComplete()) {
                tell(held, rollout);
            }
        }
        held.copyBodyToResponse();
    }

    // The field's octets are UTF-8, which the server has read as ISO 8859-1 (RFC 9110 section 5.5 leaves them opaque).
    private static @Nullable String reason(@Nullable String field) {
        if (field == null) {
            return null;
        }
        String text = new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return null;
        }
        return text.codePointCount(0, text.length()) <= MAX_REASON
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_REASON));
    }

    private static boolean isDryRun(HttpServletRequest request) {
        String wanted = request.getParameter(DRY_RUN);
        if (wanted == null) {
            return false;
        }
        return !wanted.equals("false"); // what is neither is tried out rather than done
    }

    /** Whatever the request stores joins this transaction, and goes with it (VAL-4). */
    private void tryOut(HttpServletRequest request, ContentCachingResponseWrapper held, FilterChain chain)
            throws ServletException, IOException {
        PlatformTransactionManager manager = transactions.getObject();
        TransactionStatus transaction = manager.getTransaction(new DefaultTransactionDefinition());
        try {
            chain.doFilter(request, held);
        } finally {
            manager.rollback(transaction);
        }
        held.setHeader("X-Dry-Run", "true");
    }

    private void tell(ContentCachingResponseWrapper held, Rollout rollout) throws IOException {
        byte[] body = held.getContentAsByteArray();
        ObjectNode told = mapper.createObjectNode();
        if (body.length > 0) {
            JsonNode document = read(body);
            if (!(document instanceof ObjectNode object)) {
                return;
            }
            told = object;
        }
        told.set("rollout", mapper.valueToTree(rollout));
        held.resetBuffer();
        held.setStatus(HttpStatus.ACCEPTED.value());
        held.setContentType(MediaType.APPLICATION_JSON_VALUE);
        held.getOutputStream().write(mapper.writeValueAsBytes(told));
    }

    private JsonNode read(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (JacksonException notJson) {
            return mapper.nullNode();
        }
    }
}
