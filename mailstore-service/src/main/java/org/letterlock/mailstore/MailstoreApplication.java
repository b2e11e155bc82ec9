package org.letterlock.mailstore;

import org.letterlock.mailstore.delivery.DeliveryConfiguration;
import org.letterlock.mailstore.retention.RetentionConfiguration;
import org.letterlock.mailstore.store.StoreConfiguration;
import org.letterlock.mailstore.web.MailstoreWebConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.springframework.context.annotation.Import;

/** Service mailstore: takes accepted mail into mailboxes and serves them. */
@LetterlockService(
        schema = "mailstore",
        keys = {ClassKey.MAIL, ClassKey.LOGS},
        owns = KeyPairName.MAILSTORE)
@Import({
    StoreConfiguration.class,
    DeliveryConfiguration.class,
    RetentionConfiguration.class,
    MailstoreWebConfiguration.class
})
public final class MailstoreApplication {
    public static final String NAME = "mailstore-service";

    /** Runs the service as a process of its own. */
    public static void main(String[] arguments) {
        ServiceApplication.run(MailstoreApplication.class, NAME, arguments);
    }
}
