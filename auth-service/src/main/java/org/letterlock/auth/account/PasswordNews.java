package org.letterlock.auth.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;

/** Tells that a password was changed (PWD-11). In the transaction that changes it. */
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

    /**
     * Tells administrators and, by mail, the owner.
     *
     * @param actor who changed it
     */
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
        if (!account.isBuiltIn()) { // who has no mailbox
            Notice notice = notice(actor, account, channel);
            outbox.add(Topics.NOTICES, notice.id().toString(), notice);
        }
    }

    private Notice notice(Principal actor, StoredAccount account, Channel channel) {
        Instant now = clock.instant();
        String by = switch (channel) {
            case ADMINISTRATION -> "by an administrator";
            case SELF_SERVICE -> "from the address " + actor.clientAddress();
        };
        return new Notice(
                TimeOrderedUuid.of(now, UUID.randomUUID()),
                List.of(AddrSpec.parse(account.login()).require()),
                "Your password was changed",
                "The password of the account " + account.login() + " was changed on\n" + MomentText.of(now) + ", " + by
                        + ".\n\nIf you know of it, there is nothing to do. If not, tell your administrator at once.\n");
    }
}
