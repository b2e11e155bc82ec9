package org.letterlock.service.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents (API-3, RFC 9457 section 3). */
public final class ProblemWriter {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int RETRY_AFTER_SECONDS = 5;

    private final JsonMapper mapper;

    public ProblemWriter(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Answers a request with a problem, outside of a controller. */
    public void write(HttpServletResponse response, ProblemException problem) throws IOException {
        byte[] body = mapper.writeValueAsBytes(document(problem));
        response.setStatus(problem.type().status());
        headers(problem).forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    Map<String, Object> document(ProblemException problem) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", problem.type().uri().toString());
        document.put("title", problem.type().title());
        document.put("status", problem.type().status());
        document.put("detail", problem.detail());
        RequestId.current().ifPresent(id -> document.put("instance", "urn:uuid:" + id));
        if (!problem.faults().isEmpty()) {
            document.put("errors", problem.faults());
        }
        problem.extensions().forEach(document::putIfAbsent);
        return document;
    }

    /** Header fields that belong to the status (RFC 9110 sections 10.2.3 and 11.6.1). */
    Map<String, String> headers(ProblemException problem) {
        return switch (problem.type().status()) {
            case 401 -> Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case 429, 503 ->
                Map.of(
                        HttpHeaders.RETRY_AFTER,
                        String.valueOf(problem.extensions().getOrDefault("retryAfter", RETRY_AFTER_SECONDS)));
            default -> Map.of();
        };
    }
}
