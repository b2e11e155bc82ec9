package org.letterlock.service.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.letterlock.service.sealing.Sha256;

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
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of("letterlock csrf 1".getBytes(StandardCharsets.US_ASCII), digest));
    }

    /** Whether that is the token; takes the same time wherever they differ. */
    public static boolean isRight(String shown, byte[] digest) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), of(digest).getBytes(StandardCharsets.UTF_8));
    }
}
