package org.letterlock.egress.delivery;

import java.util.HexFormat;
import java.util.Locale;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each outcome (QUEUE-9). Log files are not sealed, so the local-part is a keyed token, by which two lines about
 * the same address can be matched and no address be read; the address itself is on the debug level only.
 */
final class MailLog {
    private static final Logger LOG = LoggerFactory.getLogger("mail");
    private static final int TOKEN = 4;

    private final Sealer sealer;

    MailLog(Sealer sealer) {
        this.sealer = sealer;
    }

    void outcome(QueueId id, String result, AttemptResult attempt) {
        TlsSession tls = attempt.tls();
        LOG.info(
                "id={} rcpt={} result={} status={} remote={} tls={} attempts={}",
                id,
                masked(attempt.entry().address()),
                result.toLowerCase(Locale.ROOT),
                attempt.status().format(),
                attempt.remoteHost() == null ? "-" : attempt.remoteHost(),
                tls == null ? "-" : tls.version(),
                attempt.entry().attempts() + 1);
        LOG.debug("id={} rcpt={} reply=\"{}\"", id, attempt.entry().address().format(), attempt.reply());
    }

    private String masked(AddrSpec address) {
        byte[] token = sealer.token(ClassKey.INDEX, "mail-log", address.format());
        return "~" + HexFormat.of().formatHex(token, 0, TOKEN) + "@"
                + address.domain().text();
    }
}
