package org.letterlock.service.web;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests as they are under way, for tests of other packages. */
public final class WriteRequests {
    private WriteRequests() {}

    /** Does something as a request would. */
    public static <T> T during(
            Principal principal,
            String method,
            String path,
            @Nullable String acceptedLockOut,
            @Nullable String reason,
            Supplier<T> work) {
        new WriteRequest(principal, method, path, acceptedLockOut, reason, false).begin();
        try {
            return work.get();
        } finally {
            WriteRequest.end();
        }
    }
}
