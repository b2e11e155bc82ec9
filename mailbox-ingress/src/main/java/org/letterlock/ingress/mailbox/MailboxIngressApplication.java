package org.letterlock.ingress.mailbox;

import org.letterlock.frontend.FrontEndConfiguration;
import org.letterlock.ingress.mailbox.listener.ImapConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.mailbox.MailboxStoreClientConfiguration;
import org.letterlock.service.sealing.ClassKey;
import org.springframework.context.annotation.Import;

/** IMAP in front of the mailstore. */
@LetterlockService(keys = ClassKey.TLS)
@Import({ImapConfiguration.class, FrontEndConfiguration.class, MailboxStoreClientConfiguration.class})
public final class MailboxIngressApplication {
    private MailboxIngressApplication() {}

    /** Runs the service as a process of its own. */
    public static void main(String[] arguments) {
        ServiceApplication.run(MailboxIngressApplication.class, "mailbox-ingress", arguments);
    }
}
