package org.letterlock.mailsyntax.trace;

/** The {@code with} clause of Received: how the message came (RFC 3848). */
public enum TransferProtocol {
    /** HELO was said. */
    SMTP,
    /** EHLO was said. */
    ESMTP,
    /** EHLO, over TLS. */
    ESMTPS,
    /** EHLO and AUTH. */
    ESMTPA,
    /** EHLO and AUTH, over TLS. */
    ESMTPSA;

    /** What applies to a session; HELO knows neither TLS nor AUTH. */
    public static TransferProtocol of(boolean extended, boolean tls, boolean authenticated) {
        if (!extended) {
            return SMTP;
        }
        if (authenticated) {
            return tls ? ESMTPSA : ESMTPA;
        }
        return tls ? ESMTPS : ESMTP;
    }
}
