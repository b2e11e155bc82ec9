package org.letterlock.senderpolicy.delegation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Role;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.senderpolicy.judgement.Delegations.Mode;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /accounts/{id}/delegations}: an account manages its own, an administrator everybody's. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/accounts/{account}/delegations")
class DelegationController {
    private final JdbcDelegations delegations;
    private final TransactionOperations transactions;
    private final Outbox outbox;
    private final DelegationNews news;
    private final Directory directory;
    private final MergePatch patches;
    private final InstantSource clock;
    private final Supplier<UUID> randomness;

    DelegationController(
            JdbcDelegations delegations,
            TransactionOperations transactions,
            Outbox outbox,
            DelegationNews news,
            Directory directory,
            MergePatch patches,
            InstantSource clock,
            Supplier<UUID> randomness) {
        this.delegations = delegations;
        this.transactions = transactions;
        this.outbox = outbox;
        this.news = news;
        this.directory = directory;
        this.patches = patches;
        this.clock = clock;
        this.randomness = randomness;
    }

    @GetMapping
    Page<Document> list(
            Principal caller,
            @PathVariable UUID account,
            @Sortable({"grantedAt", "id"}) PageRequest page,
            @RequestParam(required = false) @Nullable Mode mode) {
        AccountId principal = visible(caller, account, Role.AUDITOR);
        return delegations.ofPrincipal(principal, mode, page).map(Document::of);
    }

    @GetMapping("/{id}")
    ResponseEntity<Document> read(Principal caller, @PathVariable UUID account, @PathVariable UUID id) {
        Delegation delegation = require(visible(caller, account, Role.AUDITOR), id);
        return ResponseEntity.ok().eTag(Etags.of(delegation.version())).body(Document.of(delegation));
    }

    @PostMapping
    ResponseEntity<Document> grant(Principal caller, @PathVariable UUID account, @RequestBody Document document) {
        AccountId principal = visible(caller, account, Role.FULL_ADMIN);
        Delegate delegate = checkedDelegate(principal, document);
        Delegation delegation = new Delegation(
                TimeOrderedUuid.of(clock.instant(), randomness.get()),
                principal,
                delegate,
                document.modeOrDefault(),
                document.endsAt(),
                clock.instant(),
                1);
        transactions.executeWithoutResult(_ -> {
            if (!delegations.add(delegation)) {
                throw new ProblemException(ProblemType.IN_USE, "The account has already granted a delegation to it.");
            }
            outbox.audit("delegation.granted", target(delegation), null, Document.of(delegation));
            news.granted(delegation);
        });
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Etags.of(delegation.version()))
                .header("Location", "/api/v1/accounts/" + account + "/delegations/" + delegation.id())
                .body(Document.of(delegation));
    }

    /** What is omitted takes its default: the mode {@code ON_BEHALF}, and no end. */
    @PutMapping("/{id}")
    ResponseEntity<Document> replace(
            Principal caller,
            @PathVariable UUID account,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Document document) {
        return change(require(visible(caller, account, Role.FULL_ADMIN), id), ifMatch, document);
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<Document> patch(
            Principal caller,
            @PathVariable UUID account,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        Delegation seen = require(visible(caller, account, Role.FULL_ADMIN), id);
        return change(seen, ifMatch, patches.apply(Document.of(seen), patch, Document.class));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(
            Principal caller,
            @PathVariable UUID account,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        Delegation delegation = require(visible(caller, account, Role.FULL_ADMIN), id);
        Etags.requireMatch(ifMatch, delegation.version());
        transactions.executeWithoutResult(_ -> {
            if (!delegations.remove(delegation)) {
                throw ProblemException.changedMeanwhile();
            }
            outbox.audit("delegation.revoked", target(delegation), Document.of(delegation), null);
            news.revoked(delegation);
        });
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<Document> change(Delegation seen, @Nullable String ifMatch, Document wanted) {
        Etags.requireMatch(ifMatch, seen.version());
        Document shown = Document.of(seen);
        new Faults()
                .require(
                        (wanted.account() == null && wanted.group() == null)
                                || (Objects.equals(wanted.account(), shown.account())
                                        && Objects.equals(wanted.group(), shown.group())),
                        "",
                        "immutable",
                        "Whom a delegation is granted to stays; grant another one.")
                .require(
                        Objects.equals(wanted.endsAt(), seen.endsAt()) || isToCome(wanted.endsAt()),
                        "/endsAt",
                        "in-the-past",
                        "The end lies in the past.")
                .throwIfAny();
        Delegation changed = seen.changed(wanted.modeOrDefault(), wanted.endsAt());
        transactions.executeWithoutResult(_ -> {
            if (!delegations.replace(changed)) {
                throw ProblemException.changedMeanwhile();
            }
            outbox.audit("delegation.changed", target(changed), shown, Document.of(changed));
            news.changed(changed);
        });
        return ResponseEntity.ok().eTag(Etags.of(changed.version())).body(Document.of(changed));
    }

    private boolean isToCome(@Nullable Instant endsAt) {
        return endsAt == null || endsAt.isAfter(clock.instant());
    }

    /** The account, if it is the caller's own or the caller's role reaches it; else it does not exist for the caller. */
    private AccountId visible(Principal caller, UUID account, Role needed) {
        AccountId id = new AccountId(account);
        boolean allowed = caller.account().equals(id) || caller.role().compareTo(needed) >= 0;
        if (!allowed || directory.findAccount(id).isEmpty()) {
            throw ProblemException.notFound();
        }
        return id;
    }

    private static String target(Delegation delegation) {
        return "/accounts/" + delegation.principal() + "/delegations/" + delegation.id();
    }

    private Delegation require(AccountId principal, UUID id) {
        return delegations.find(principal, id).orElseThrow(ProblemException::notFound);
    }

    private Delegate checkedDelegate(AccountId principal, Document document) {
        UUID account = document.account();
        UUID group = document.group();
        Faults faults = new Faults()
                .require(
                        (account == null) != (group == null),
                        "",
                        "one-delegate",
                        "Name either an account or a group as delegate.")
                .require(
                        account == null
                                || directory.findAccount(new AccountId(account)).isPresent(),
                        "/account",
                        "unknown-account",
                        "There is no such account.")
                .require(
                        account == null || !principal.value().equals(account),
                        "/account",
                        "own-account",
                        "An account needs no delegation from itself.")
                .require(
                        group == null
                                || directory.findGroup(new AddressId(group)).isPresent(),
                        "/group",
                        "unknown-group",
                        "There is no such group.")
                .require(isToCome(document.endsAt()), "/endsAt", "in-the-past", "The end lies in the past.");
        faults.throwIfAny();
        return account != null
                ? new Delegate.ToAccount(new AccountId(account))
                : new Delegate.ToGroup(new AddressId(Objects.requireNonNull(group)));
    }

    /**
     * The resource.
     *
     * @param id set by the server
     * @param account id of the delegate, unless it is a group
     * @param group id of the group whose members are delegates
     * @param mode {@code ON_BEHALF} (default) or {@code SEND_AS}
     * @param endsAt null: until it is revoked
     * @param grantedAt set by the server
     */
    record Document(
            @Nullable UUID id,
            @Nullable UUID account,
            @Nullable UUID group,
            @Nullable Mode mode,
            @Nullable Instant endsAt,
            @Nullable Instant grantedAt) {
        Mode modeOrDefault() {
            return mode == null ? Mode.ON_BEHALF : mode;
        }

        static Document of(Delegation delegation) {
            return new Document(
                    delegation.id(),
                    delegation.delegate() instanceof Delegate.ToAccount(AccountId account) ? account.value() : null,
                    delegation.delegate() instanceof Delegate.ToGroup(AddressId group) ? group.value() : null,
                    delegation.mode(),
                    delegation.endsAt(),
                    delegation.grantedAt());
        }
    }
}
