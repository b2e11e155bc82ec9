package org.letterlock.mailstore.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /mailboxes}: how much is in them, and whether they were shredded (ENC-12). For auditors and the owner. */
@RestController
@RequestMapping("/api/v1/mailboxes")
public final class MailboxController {
    private final JdbcMailboxRepository mailboxes;

    public MailboxController(JdbcMailboxRepository mailboxes) {
        this.mailboxes = mailboxes;
    }

    @GetMapping("/{account}")
    MailboxView read(Principal caller, @PathVariable String account) {
        AccountId owner = id(account);
        if (!caller.account().equals(owner)) {
            caller.require(Role.AUDITOR);
        }
        return mailboxes.summary(owner).orElseThrow(ProblemException::notFound);
    }

    private static AccountId id(String account) {
        try {
            return AccountId.parse(account);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }

    /**
     * A mailbox as administrators see it.
     *
     * @param state whether it can be opened, in one word
     * @param shreddedAt when its key was destroyed; null while it can be opened
     */
    public record MailboxView(
            AccountId account, String state, @Nullable Instant shreddedAt, long folders, long messages, long size) {
        static MailboxView of(AccountId account, @Nullable Instant shreddedAt, long folders, long messages, long size) {
            String state = shreddedAt == null ? "active" : "shredded";
            return new MailboxView(account, state, shreddedAt, folders, messages, size);
        }
    }
}
