package org.letterlock.ingress.mailbox.session;

import org.letterlock.netty.listener.Peer;

/** Hears of what looks like an attack. Called on event loops, so it must not wait. */
@FunctionalInterface
public interface SecurityWarnings {
    /** Octets came behind STARTTLS in clear (TLS-4). */
    void startTlsInjection(Peer peer);
}
