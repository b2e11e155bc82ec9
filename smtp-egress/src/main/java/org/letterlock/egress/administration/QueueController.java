package org.letterlock.egress.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.delivery.Settlement.Bounce;
import org.letterlock.egress.queue.EntryState;
import org.letterlock.egress.queue.QueueInspection;
import org.letterlock.egress.queue.QueueInspection.Direction;
import org.letterlock.egress.queue.QueueInspection.Listed;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /queue}: read by auditors, changed by full administrators (QUEUE-3). */
@RestController
@RequestMapping("/api/v1/queue")
class QueueController {
    private static final int MAX_LOOKED_AT = 20_000; // of a filtered list, for one page

    private final QueueInspection queue;
    private final QueueStore store;
    private final QueueActions actions;

    QueueController(QueueInspection queue, QueueStore store, QueueActions actions) {
        this.queue = queue;
        this.store = store;
        this.actions = actions;
    }

    /**
     * The messages in the order of their acceptance; what is filtered by is sealed, so a page is looked for in a part of the
     * queue and may have fewer messages than its limit although others follow.
     */
    @GetMapping
    Page<QueuedMessageView> list(
            Principal caller,
            @Sortable("id") PageRequest page,
            @RequestParam(required = false) @Nullable String sender,
            @RequestParam(required = false) @Nullable String recipient,
            @RequestParam(required = false) @Nullable String state) {
        caller.require(Role.AUDITOR);
        QueueFilter filter = new QueueFilter(sender, recipient, state == null ? null : state(state));
        Direction direction = Direction.of(page.sort());
        List<QueuedMessageView> found = new ArrayList<>();
        Optional<QueueId> after = page.startAfter().map(QueueController::id);
        int chunk = filter.admitsAll() ? page.fetch() : PageRequest.MAX_LIMIT;
        int lookedAt = 0;
        boolean isEnd = false;
        while (!isEnd && found.size() < page.fetch() && lookedAt < MAX_LOOKED_AT) {
            List<Listed> listed = queue.list(after, direction, chunk);
            listed.stream().filter(filter::admits).map(QueuedMessageView::of).forEach(found::add);
            lookedAt += listed.size();
            isEnd = listed.size() < chunk;
            after = listed.isEmpty()
                    ? after
                    : Optional.of(listed.getLast().message().queueId());
        }
        if (found.size() <= page.limit() && !isEnd) {
            return page.pageUpTo(found, after.orElseThrow().toString());
        }
        List<QueuedMessageView> fetched = found.subList(0, Math.min(found.size(), page.fetch()));
        Page<QueuedMessageView> result =
                page.page(fetched, message -> message.id().toString());
        return filter.admitsAll() ? result.withTotal(queue.count()) : result;
    }

    @GetMapping("/{id}")
    QueuedMessageView read(Principal caller, @PathVariable String id) {
        caller.require(Role.AUDITOR);
        AcceptedMessage message = require(id);
        return QueuedMessageView.of(new Listed(message, queue.entries(message.queueId())));
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
    void delete(Principal caller, @PathVariable String id, @RequestParam(defaultValue = "false") boolean bounce) {
        caller.require(Role.FULL_ADMIN);
        actions.delete(caller, require(id), bounce ? Bounce.WITH_REPORT : Bounce.SILENT);
    }

    /** Makes everything that waits due. */
    @PostMapping("/run")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void run(Principal caller) {
        caller.require(Role.FULL_ADMIN);
        actions.retryAll(caller);
    }

    private AcceptedMessage require(String id) {
        return store.find(id(id)).orElseThrow(ProblemException::notFound);
    }

    private static QueueId id(String text) {
        try {
            return QueueId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.notFound();
        }
    }

    private static EntryState state(String text) {
        for (EntryState state : EntryState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        throw ProblemException.validation("", "unknown-state", "state is queued or held.");
    }
}
