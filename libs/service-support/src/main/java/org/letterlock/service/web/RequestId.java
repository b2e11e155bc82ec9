package org.letterlock.service.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The id that follows a request through logs, audit and Kafka headers (API-14). Kept with the thread. */
public final class RequestId {
    /** The header of requests and replies. */
    public static final String HEADER = "X-Request-Id";

    static final String MDC_KEY = "requestId";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private RequestId() {}

    /** The id of the request that this thread works for. */
    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(MDC_KEY));
    }

    static boolean isValid(String id) {
        return UUID_TEXT.matcher(id).matches();
    }
}
