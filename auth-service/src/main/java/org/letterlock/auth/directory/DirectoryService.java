package org.letterlock.auth.directory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.directory.MappedAccounts.MappedLogin;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/** Sets, changes, tries out and removes the directories of domains. A change is in force at the next login. */
final class DirectoryService {
    /** What {@code accounts} of a deletion says to make the mapped accounts local ones. */
    static final String RELEASE = "release";

    private final JdbcDirectories directories;
    private final MappedAccounts accounts;
    private final LockOutGuard lockOuts;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    DirectoryService(
            JdbcDirectories directories,
            MappedAccounts accounts,
            LockOutGuard lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.directories = directories;
        this.accounts = accounts;
        this.lockOuts = lockOuts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    StoredDirectory require(DomainId domain) {
        return directories.find(domain).orElseThrow(ProblemException::notFound);
    }

    /** @param edit makes the new document of the one that is stored, or of the defaults */
    StoredDirectory change(
            Principal principal, DomainId domain, @Nullable String ifMatch, UnaryOperator<DirectoryDocument> edit) {
        Optional<StoredDirectory> before = directories.find(domain);
        before.ifPresent(stored -> Etags.requireMatch(ifMatch, stored.version()));
        DirectoryDocument document =
                edit.apply(before.map(StoredDirectory::document).orElse(DirectoryDocument.DEFAULTS));
        DirectoryDraft draft = DirectoryDraft.of(document);
        boolean knowsTheSame = before.isPresent()
                && draft.settings().knowsTheSamePeopleAs(before.get().settings());
        if (before.isPresent() && !knowsTheSame) {
            requireStepUpForMapped(principal, domain);
        }
        BindPassword password = passwordFor(draft, before);
        String name = transactions.execute(_ -> domainName(domain));
        if (!knowsTheSame || draft.bindPassword() != null) {
            requireUsable(principal, domain, document, new DirectoryTrial(draft.settings(), password, name, clock));
        }
        return transactions.execute(_ -> {
            domainName(domain); // and holds it
            Optional<StoredDirectory> current = directories.find(domain);
            if (!current.map(StoredDirectory::version).equals(before.map(StoredDirectory::version))) {
                throw ProblemException.changedMeanwhile();
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            StoredDirectory changed = new StoredDirectory(
                    domain,
                    name,
                    document.withoutSecrets(),
                    draft.bindPassword() == null
                            ? current.map(StoredDirectory::bindPasswordChangedAt)
                                    .orElse(now)
                            : now,
                    nextVersion(current, now),
                    current.map(StoredDirectory::createdAt).orElse(now),
                    now);
            directories.save(changed, password);
            outbox.audit(
                    "config.changed",
                    target(domain),
                    current.map(DirectoryView::of).orElse(null),
                    DirectoryView.of(changed));
            return changed;
        });
    }

    /** @param mapped {@link #RELEASE} where accounts that are mapped become local ones without a password */
    void delete(Principal principal, DomainId domain, @Nullable String ifMatch, @Nullable String mapped) {
        Collection<AccountId> mappedNow = enabled(accounts.mappedLogins(domain)).keySet();
        lockOuts.guard(principal, mappedNow, String.valueOf(mapped), () -> {
            domainName(domain);
            StoredDirectory current = require(domain);
            Etags.requireMatch(ifMatch, current.version());
            List<MappedLogin> logins = accounts.mappedLogins(domain);
            if (!logins.isEmpty() && !RELEASE.equals(mapped)) {
                throw new ProblemException(
                                ProblemType.IN_USE,
                                "Accounts are mapped to the directory; accounts=release makes them local, without a password.")
                        .with("count", logins.size());
            }
            accounts.release(domain);
            directories.delete(domain);
            outbox.audit("config.changed", target(domain), DirectoryView.of(current), null);
            return current;
        });
    }

    /**
     * Tries settings out, stored ones or given ones.
     *
     * @param edit makes the document to be tried of the one that is stored, or of the defaults
     */
    TrialReport tryOut(DomainId domain, UnaryOperator<DirectoryDocument> edit) {
        Optional<StoredDirectory> stored = directories.find(domain);
        DirectoryDraft draft = DirectoryDraft.of(
                edit.apply(stored.map(StoredDirectory::document).orElse(DirectoryDocument.DEFAULTS)));
        BindPassword password = passwordFor(draft, stored);
        String name = transactions.execute(_ -> domainName(domain));
        return new DirectoryTrial(draft.settings(), password, name, clock).run();
    }

    /** The stored password goes only where it was meant to go: whoever points it elsewhere must know it. */
    private BindPassword passwordFor(DirectoryDraft draft, Optional<StoredDirectory> stored) {
        BindPassword given = draft.bindPassword();
        if (given != null) {
            return given;
        }
        if (stored.isEmpty() || !draft.settings().trustsTheSameAs(stored.get().settings())) {
            throw ProblemException.validation(
                    "/bindPassword", "required", "With other hosts, trust or bind name, the password is needed again.");
        }
        return directories.bindPassword(stored.get());
    }

    /** Whoever says where passwords are checked is on the way to the mail, and to the roles, of all who are mapped (ADM-5). */
    private void requireStepUpForMapped(Principal principal, DomainId domain) {
        if (!accounts.mappedLogins(domain).isEmpty()) {
            principal.requireStepUp();
        }
    }

    /** VAL-2: accounts must not lose their only way in by settings that do not work. */
    private void requireUsable(Principal principal, DomainId domain, DirectoryDocument document, DirectoryTrial trial) {
        Map<AccountId, String> affected = enabled(accounts.mappedLogins(domain));
        if (affected.isEmpty()) {
            return;
        }
        TrialReport report = trial.run();
        if (report.usable()) {
            return;
        }
        try {
            lockOuts.require(principal, affected, Cause.DIRECTORY_UNUSABLE, document.text());
        } catch (ProblemException refused) {
            throw refused.with("hosts", report.hosts());
        }
    }

    private static Map<AccountId, String> enabled(List<MappedLogin> logins) {
        Map<AccountId, String> enabled = new LinkedHashMap<>();
        logins.stream().filter(MappedLogin::enabled).forEach(login -> enabled.put(login.id(), login.login()));
        return enabled;
    }

    private String domainName(DomainId domain) {
        return directories.lockDomain(domain).orElseThrow(ProblemException::notFound);
    }

    private static long nextVersion(Optional<StoredDirectory> current, Instant now) {
        long moment = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return Math.max(moment, current.map(StoredDirectory::version).orElse(0L) + 1);
    }

    static String target(DomainId domain) {
        return "/domains/" + domain + "/directory";
    }
}
