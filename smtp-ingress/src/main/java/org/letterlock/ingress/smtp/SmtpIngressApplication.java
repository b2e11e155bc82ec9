package org.letterlock.ingress.smtp;

import org.letterlock.frontend.FrontEndConfiguration;
import org.letterlock.ingress.smtp.listener.ListenerConfiguration;
import org.letterlock.ingress.smtp.listener.SessionConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.springframework.context.annotation.Import;

/** Receives mail from other servers and takes mail from users. */
@LetterlockService(keys = {ClassKey.TLS, ClassKey.LOGS})
@Import({FrontEndConfiguration.class, SessionConfiguration.class, ListenerConfiguration.class})
public class SmtpIngressApplication {
    /** Runs the service as a process of its own. */
    public static void main(String... arguments) {
        ServiceApplication.run(SmtpIngressApplication.class, "smtp-ingress", arguments);
    }
}
