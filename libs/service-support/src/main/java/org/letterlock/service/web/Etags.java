package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

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
        MessageDigest digest = sha256();
        for (Object text : texts) {
            digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return "\"" + HexFormat.of().formatHex(digest.digest(), 0, TAG_OCTETS) + "\"";
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
