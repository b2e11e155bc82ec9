package org.letterlock.senderpolicy.delegation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.service.kafka.Outbox;

/**
 * Tells both parties of a delegation, by mail, that it was granted, changed or revoked (DELEG-1). In the transaction that
 * does it. Nobody is told where one of them has no address any more.
 */
final class DelegationNews {
    private final Outbox outbox;
    private final Directory directory;
    private final InstantSource clock;
    private final Supplier<UUID> randomness;

    DelegationNews(Outbox outbox, Directory directory, InstantSource clock, Supplier<UUID> randomness) {
        this.outbox = outbox;
        this.directory = directory;
        this.clock = clock;
        this.randomness = randomness;
    }

    void granted(Delegation delegation) {
        tell(delegation, "A permission to send mail was granted", "may " + what(delegation));
    }

    void changed(Delegation delegation) {
        tell(delegation, "A permission to send mail was changed", "may now " + what(delegation));
    }

    void revoked(Delegation delegation) {
        tell(delegation, "A permission to send mail was revoked", "may no longer " + way(delegation) + ".");
    }

    private void tell(Delegation delegation, String subject, String what) {
        Optional<AddrSpec> principal =
                directory.findAccount(delegation.principal()).map(AccountRecord::address);
        Optional<AddrSpec> delegate = addressOf(delegation.delegate());
        if (principal.isEmpty() || delegate.isEmpty()) {
            return;
        }
        Notice notice = new Notice(
                TimeOrderedUuid.of(clock.instant(), randomness.get()),
                List.of(principal.get(), delegate.get()),
                subject,
                delegate.get().format() + " " + what + "\n\nThis concerns mail of\n"
                        + principal.get().format()
                        + ".\n\nIf you know of it, there is nothing to do. If not, tell your administrator at once.\n");
        outbox.add(Topics.NOTICES, notice.id().toString(), notice);
    }

    private static String what(Delegation delegation) {
        String end = delegation.endsAt() == null
                ? ", until that is revoked."
                : ", until " + MomentText.of(delegation.endsAt()) + ".";
        return way(delegation) + end;
    }

    private static String way(Delegation delegation) {
        return switch (delegation.mode()) {
            case ON_BEHALF -> "send mail on behalf of another account";
            case SEND_AS -> "send mail as another account";
        };
    }

    private Optional<AddrSpec> addressOf(Delegate delegate) {
        return switch (delegate) {
            case Delegate.ToAccount(var account) ->
                directory.findAccount(account).map(AccountRecord::address);
            case Delegate.ToGroup(var group) ->
                directory
                        .findGroup(group)
                        .flatMap(found -> found.addresses().stream().findFirst());
        };
    }
}
