package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.sealing.Sha256;

/** Entity tags, as a rule made of a row's version (API-6, RFC 9110 section 8.8.3). */
public final class Etags {
    private static final int TAG_OCTETS = 16;

    private Etags() {}

    /** The strong entity tag of that version. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The strong entity tag of what has no version: it changes with any of these texts. */
    public static String ofContent(Object... texts) {
        byte[][] parts = Arrays.stream(texts)
                .map(text -> (text + "\0").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return "\"" + HexFormat.of().formatHex(Sha256.of(parts), 0, TAG_OCTETS) + "\"";
    }

    /**
     * Compares the {@code If-Match} field with the version that is stored (RFC 9110 section 13.1.1): answers
     * {@code 428 precondition-required} without one and {@code 412 changed-meanwhile} when it is another.
     */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        requireMatch(ifMatch, of(version));
    }

    /** The same for an entity tag. */
    public static void requireMatch(@Nullable String ifMatch, String current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_REQUIRED, "Send If-Match with the ETag of the version you have read.");
        }
        requireMatchIfSent(ifMatch, current);
    }

    /** The same for what may be deleted unseen: answers only {@code 412}, and that to whoever sent the field. */
    public static void requireMatchIfSent(@Nullable String ifMatch, String current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return;
        }
        boolean matches = Arrays.stream(ifMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
        if (!matches) {
            throw ProblemException.changedMeanwhile();
        }
    }
}
