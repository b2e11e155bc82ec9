package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a request that changes something has to carry beside the cookie of its session (SESS-5). It follows from the cookie,
 * which a page elsewhere can make a browser send but cannot read; the cookie does not follow from it.
 */
public final class CsrfToken {
    /** The header field of requests, and of the answers that begin a session or renew it. */
    public static final String HEADER = "X-CSRF-Token";

    private CsrfToken() {}

    /** @param digest SHA-256 of the cookie's value */
    public static String of(byte[] digest) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("letterlock csrf 1".getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    /** Whether that is the token; takes the same time wherever they differ. */
    public static boolean isRight(String shown, byte[] digest) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), of(digest).getBytes(StandardCharsets.UTF_8));
    }
}
