package org.letterlock.ingress.smtp.origin;

import java.util.List;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.smtp.reply.SmtpReply;

/** Where a message is from, as far as that can be told. */
public sealed interface Origin {
    /**
     * The message may come.
     *
     * @param results for its Authentication-Results field (FLOW-4)
     * @param junk whether it goes to Junk (DMARC-3)
     */
    record Told(List<MethodResult> results, boolean junk) implements Origin {
        public Told {
            results = List.copyOf(results);
        }
    }

    /**
     * The message is refused (DMARC-4, DMARC-5).
     *
     * @param check which check refuses it, for the log
     */
    record Refused(SmtpReply reply, String check) implements Origin {}
}
