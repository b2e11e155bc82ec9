package org.letterlock.service.web;

/** The names of the cookies that the suite gives to browsers; the prefix ties them to one host, over TLS. */
public final class BrowserCookies {
    /** That of a session (SESS-5). */
    public static final String SESSION = "__Host-LLSESSION";

    /** That of a browser which is not asked for the second factor again for a while (MFA-2). */
    public static final String REMEMBERED = "__Host-LLBROWSER";

    private BrowserCookies() {}
}
