package org.letterlock.auth.guessing;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /accounts/{id}/unlock} and {@code /accounts/unlock} (GUESS-12), for FULL_ADMIN. */
@RestController
@RequestMapping("/api/v1/accounts")
class UnlockController {
    private static final int MAX_ACCOUNTS = 1000;

    /** How many names had failures that are forgotten now. */
    record Unlocked(int count) {}

    private final AccountLocks locks;
    private final Documents documents;

    UnlockController(AccountLocks locks, Documents documents) {
        this.locks = locks;
        this.documents = documents;
    }

    @PostMapping("/{id}/unlock")
    ResponseEntity<Void> unlock(Principal principal, @PathVariable UUID id) {
        principal.require(Role.FULL_ADMIN);
        locks.unlock(principal, List.of(id));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/unlock")
    Unlocked unlockSeveral(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        UnlockDocument document = documents.complete(body, UnlockDocument.DEFAULTS, UnlockDocument.class);
        List<UUID> accounts = document.accounts();
        UUID domain = document.domain();
        long said = Stream.of(accounts != null, domain != null, document.all())
                .filter(one -> one)
                .count();
        if (said != 1) {
            throw ProblemException.validation("", "one-of", "Say exactly one of accounts, domain and all.");
        }
        if (accounts != null) {
            if (accounts.size() > MAX_ACCOUNTS) {
                throw ProblemException.validation("/accounts", "too-many", "At most 1000 accounts.");
            }
            return new Unlocked(locks.unlock(principal, accounts));
        }
        return new Unlocked(domain == null ? locks.unlockAll(principal) : locks.unlockDomain(principal, domain));
    }
}
