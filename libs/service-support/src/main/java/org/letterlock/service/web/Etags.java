package org.letterlock.service.web;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags made of a row's version (API-6, RFC 9110 section 8.8.3). */
public final class Etags {
    private Etags() {}

    /** The strong entity tag of that version. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Compares the {@code If-Match} field with the version that is stored (RFC 9110 section 13.1.1): answers
     * {@code 428 precondition-required} without one and {@code 412 changed-meanwhile} when it is another.
     */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_REQUIRED, "Send If-Match with the ETag of the version you have read.");
        }
        boolean matches = Arrays.stream(ifMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(of(version)));
        if (!matches) {
            throw new ProblemException(
                    ProblemType.CHANGED_MEANWHILE, "The resource has changed since you have read it.");
        }
    }
}
