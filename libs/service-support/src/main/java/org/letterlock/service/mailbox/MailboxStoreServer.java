package org.letterlock.service.mailbox;

import java.time.InstantSource;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Imported by the service that has the mailbox store: serves it to other processes. */
@Configuration(proxyBeanMethods = false)
public class MailboxStoreServer {
    @Bean
    MailboxStoreController mailboxStoreController(
            MailboxStore store, RecordCodec codec, Sealer sealer, InstantSource clock) {
        return new MailboxStoreController(store, new CallSealing(codec, sealer, clock));
    }
}
