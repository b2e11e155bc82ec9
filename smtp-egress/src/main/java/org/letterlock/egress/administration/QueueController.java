package org.letterlock.egress.administration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.administration.QueueSearch.Found;
import org.letterlock.egress.delivery.Settlement.Bounce;
import org.letterlock.egress.queue.Listed;
import org.letterlock.egress.queue.QueueInspection;
import org.letterlock.egress.queue.QueueInspection.Direction;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /queue}: read by auditors, changed by full administrators (QUEUE-3). */
@RestController
@RequestMapping("/api/v1/queue")
class QueueController {
    private static final int MAX_CHANGED = 1000; // messages in one request

    private final QueueInspection queue;
    private final QueueSearch search;
    private final QueueActions actions;

    QueueController(QueueInspection queue, QueueActions actions) {
        this.queue = queue;
        this.search = new QueueSearch(queue);
        this.actions = actions;
    }

    /**
     * The messages in the order of their acceptance, by what {@link QueueFilter} says. A page is looked for in a part of the
     * queue and may have fewer messages than its limit although others follow.
     */
    @GetMapping
    Page<QueuedMessageView> list(
            Principal caller,
            @Sortable("id") PageRequest page,
            @RequestParam(required = false) @Nullable String sender,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String clientAddress,
            @RequestParam(required = false) @Nullable UUID account,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String reply,
            @RequestParam(required = false) @Nullable Instant acceptedFrom,
            @RequestParam(required = false) @Nullable Instant acceptedBefore,
            @RequestParam(required = false) @Nullable Long minSize,
            @RequestParam(required = false) @Nullable Long maxSize,
            @RequestParam(required = false) @Nullable Integer minAttempts) {
        caller.require(Role.AUDITOR);
        QueueFilter filter = checked(new QueueFilter(
                sender,
                recipient,
                state,
                service,
                clientAddress,
                account == null ? null : new AccountId(account),
                status,
                reply,
                acceptedFrom,
                acceptedBefore,
                minSize,
                maxSize,
                minAttempts));
        Found found = search.search(
                filter, page.startAfter().map(QueueController::id), Direction.of(page.sort()), page.fetch());
        List<QueuedMessageView> shown =
                found.messages().stream().map(QueuedMessageView::of).toList();
        QueueId lookedAt = found.lookedAt();
        if (shown.size() < page.fetch() && lookedAt != null) {
            return page.pageUpTo(shown, lookedAt.toString());
        }
        Page<QueuedMessageView> result =
                page.page(shown, message -> message.id().toString());
        return filter.admitsAll() ? result.withTotal(queue.count()) : result;
    }

    @GetMapping("/{id}")
    ResponseEntity<QueuedMessageView> read(Principal caller, @PathVariable String id) {
        caller.require(Role.AUDITOR);
        QueuedMessageView message = QueuedMessageView.of(require(id));
        return ResponseEntity.ok().eTag(message.entityTag()).body(message);
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void retry(Principal caller, @PathVariable String id) {
        caller.require(Role.FULL_ADMIN);
        actions.retry(caller, require(id).queueId());
    }

    @PostMapping("/{id}/hold")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void hold(Principal caller, @PathVariable String id) {
        caller.require(Role.FULL_ADMIN);
        actions.hold(caller, require(id).queueId());
    }

    @PostMapping("/{id}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(Principal caller, @PathVariable String id) {
        caller.require(Role.FULL_ADMIN);
        actions.release(caller, require(id).queueId());
    }

    /** @param bounce whether the sender is told */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Principal caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean bounce,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        caller.require(Role.FULL_ADMIN);
        Listed message = require(id);
        Etags.requireMatch(ifMatch, QueuedMessageView.of(message).entityTag());
        if (!actions.delete(caller, message, bounce ? Bounce.WITH_REPORT : Bounce.SILENT)) {
            throw new ProblemException(ProblemType.IN_USE, "The message is being delivered just now.");
        }
    }

    /** Makes everything that waits due. */
    @PostMapping("/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void run(Principal caller) {
        caller.require(Role.FULL_ADMIN);
        actions.retryAll(caller);
    }

    /**
     * Does the same to all messages that a filter admits, up to 1000 in one request.
     *
     * @param dryRun counts them and changes nothing (VAL-4)
     */
    @PostMapping("/actions")
    BulkResult act(
            Principal caller, @RequestParam(defaultValue = "false") boolean dryRun, @RequestBody BulkAction document) {
        caller.require(Role.FULL_ADMIN);
        BulkAction.Checked wanted = document.checked();
        QueueId after = document.after();
        Found found = search.search(wanted.filter(), Optional.ofNullable(after), Direction.OLDEST_FIRST, MAX_CHANGED);
        int done = 0;
        if (!dryRun) {
            for (Listed message : found.messages()) {
                done += actions.act(caller, message, wanted.action(), wanted.bounce()) ? 1 : 0;
            }
        }
        return new BulkResult(found.messages().size(), done, found.lookedAt());
    }

    /**
     * What a bulk action came to.
     *
     * @param matched messages that the filter admits
     * @param done of them, those that were changed; what is being delivered is left alone
     * @param after what to send as {@code after} to go on with the rest of the queue; null at its end
     */
    record BulkResult(int matched, int done, @Nullable QueueId after) {}

    private Listed require(String id) {
        return queue.find(id(id)).orElseThrow(ProblemException::notFound);
    }

    private static QueueFilter checked(QueueFilter filter) {
        Faults faults = new Faults();
        filter.check("", faults);
        faults.throwIfAny();
        return filter;
    }

    private static QueueId id(String text) {
        try {
            return QueueId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.notFound();
        }
    }
}
