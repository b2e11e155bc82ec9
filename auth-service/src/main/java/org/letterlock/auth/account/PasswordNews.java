package org.letterlock.auth.account;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;

/** Tells administrators that a password was changed (PWD-11). In the transaction that changes it. */
final class PasswordNews {
    /** How a password was changed. */
    enum Channel {
        /** Somebody set it for the account. */
        ADMINISTRATION,
        /** The owner did, who had shown the current one. */
        SELF_SERVICE;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Outbox outbox;
    private final InstantSource clock;

    PasswordNews(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param actor who changed it */
    void changed(Principal actor, StoredAccount account, Channel channel) {
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(
                        "password.changed",
                        clock.instant(),
                        "admin",
                        actor.clientAddress(),
                        Map.of(
                                "actor",
                                actor.login(),
                                "account",
                                account.login(),
                                "target",
                                "/accounts/" + account.id(),
                                "channel",
                                channel.text())));
    }
}
