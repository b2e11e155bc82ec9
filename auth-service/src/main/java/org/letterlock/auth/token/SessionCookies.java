package org.letterlock.auth.token;

import java.time.Duration;
import org.letterlock.service.web.BrowserCookies;
import org.letterlock.service.web.CsrfToken;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookies that the suite gives to browsers (SESS-5, MFA-2): for this host alone, over TLS, out of reach of scripts. */
public final class SessionCookies {
    private SessionCookies() {}

    /** Hands a session of a browser out, with what requests carry beside its cookie; any other is no cookie. */
    public static void begin(HttpHeaders headers, NewToken session) {
        String csrfToken = session.csrfToken();
        if (csrfToken == null) {
            return;
        }
        headers.add(
                HttpHeaders.SET_COOKIE,
                cookie(BrowserCookies.SESSION, session.reveal()).build().toString());
        headers.set(CsrfToken.HEADER, csrfToken);
    }

    /** Has the browser forget its session. */
    public static void end(HttpHeaders headers) {
        headers.add(
                HttpHeaders.SET_COOKIE,
                cookie(BrowserCookies.SESSION, "").maxAge(Duration.ZERO).build().toString());
    }

    /** Has the browser keep what it is remembered by. */
    public static void remember(HttpHeaders headers, String secret, Duration duration) {
        headers.add(
                HttpHeaders.SET_COOKIE,
                cookie(BrowserCookies.REMEMBERED, secret)
                        .maxAge(duration)
                        .build()
                        .toString());
    }

    private static ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Strict");
    }
}
