package org.letterlock.mailstore.web;

import java.time.InstantSource;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.letterlock.mailstore.mailbox.MailboxController;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the service offers over HTTP. */
@Configuration(proxyBeanMethods = false)
public class MailstoreWebConfiguration {
    @Bean
    MailboxStoreController mailboxStoreController(
            MailboxStore store, Sealer sealer, RecordCodec recordCodec, InstantSource clock) {
        return new MailboxStoreController(store, sealer, recordCodec, clock);
    }

    @Bean
    MailboxController mailboxController(JdbcMailboxRepository mailboxes) {
        return new MailboxController(mailboxes);
    }
}
