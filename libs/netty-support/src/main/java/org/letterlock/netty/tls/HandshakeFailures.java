package org.letterlock.netty.tls;

import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.access.RefusalCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of handshakes that came to nothing, one line per minute and address (TLS-7). Safe for use by any thread. */
final class HandshakeFailures {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakeFailures.class);
    private static final int MAX_REASON = 200;

    private final RefusalCounts counts;

    HandshakeFailures(InstantSource clock) {
        counts = new RefusalCounts(clock);
    }

    /**
     * A handshake has failed.
     *
     * @param serverName what the client asked for, if it came to that
     */
    void failed(String service, IpAddress peer, @Nullable String serverName, Throwable cause) {
        counts.count("tls", peer, "handshake")
                .ifPresent(count -> LOG.warn(
                        "{}: TLS handshake with {} failed: sni={} alert={} count={}",
                        RefusalCounts.label(service),
                        peer.format(),
                        serverName == null ? "-" : serverName,
                        describe(cause),
                        count));
    }

    // The alert is in the text of both libraries; what else stands there is cut to one short line.
    private static String describe(Throwable cause) {
        Throwable telling = cause.getCause() instanceof SSLException inner ? inner : cause;
        String text = (telling.getClass().getSimpleName() + ": " + telling.getMessage()).replaceAll("\\p{Cntrl}", " ");
        return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
    }
}
