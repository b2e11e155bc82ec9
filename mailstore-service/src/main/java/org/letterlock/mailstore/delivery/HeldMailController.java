package org.letterlock.mailstore.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailstore.delivery.JdbcDeliveryRepository.HeldMessage;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /held-mail}: accepted mail whose account is gone (FLOW-3). Auditors read, full administrators decide. */
@RestController
@RequestMapping("/api/v1/held-mail")
final class HeldMailController {
    private static final long ONLY_VERSION = 1; // a held message never changes
    private static final DeliveryKey FIRST =
            new DeliveryKey(new QueueId(new UUID(0, 0)), new AccountId(new UUID(0, 0)));

    private final JdbcDeliveryRepository deliveries;
    private final LocalDelivery delivery;
    private final Directory directory;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final InstantSource clock;

    HeldMailController(
            JdbcDeliveryRepository deliveries,
            LocalDelivery delivery,
            Directory directory,
            TransactionTemplate transaction,
            Outbox outbox,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.delivery = delivery;
        this.directory = directory;
        this.transaction = transaction;
        this.outbox = outbox;
        this.clock = clock;
    }

    @GetMapping
    Page<HeldMailView> list(Principal caller, PageRequest page) {
        caller.require(Role.AUDITOR);
        DeliveryKey after = page.startAfter().map(HeldMailController::key).orElse(FIRST);
        List<HeldMailView> fetched = deliveries.held(after, page.fetch()).stream()
                .map(HeldMailView::of)
                .toList();
        return page.page(fetched, message -> message.queueId() + "/" + message.account());
    }

    @GetMapping("/{queueId}/{account}")
    ResponseEntity<HeldMailView> read(Principal caller, @PathVariable String queueId, @PathVariable String account) {
        caller.require(Role.AUDITOR);
        HeldMessage held = deliveries.findHeld(key(queueId, account)).orElseThrow(ProblemException::notFound);
        return ResponseEntity.ok().eTag(Etags.of(ONLY_VERSION)).body(HeldMailView.of(held));
    }

    @PostMapping("/{queueId}/{account}/deliver")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deliver(
            Principal caller, @PathVariable String queueId, @PathVariable String account, @RequestBody Target target) {
        caller.require(Role.FULL_ADMIN);
        caller.requireStepUp(); // whoever chooses the mailbox may read the letter (ADM-5)
        new Faults()
                .require(
                        directory.findAccount(target.account()).isPresent(),
                        "/account",
                        "not-found",
                        "There is no such account.")
                .throwIfAny();
        if (!delivery.releaseTo(key(queueId, account), target.account())) {
            throw ProblemException.notFound();
        }
        tell(caller, "held-mail.delivered", queueId);
    }

    @DeleteMapping("/{queueId}/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(
            Principal caller,
            @PathVariable String queueId,
            @PathVariable String account,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        caller.require(Role.FULL_ADMIN);
        DeliveryKey key = key(queueId, account);
        if (deliveries.findHeld(key).isEmpty()) {
            throw ProblemException.notFound();
        }
        Etags.requireMatch(ifMatch, ONLY_VERSION);
        transaction.executeWithoutResult(_ -> {
            if (!deliveries.discard(key)) {
                throw ProblemException.notFound();
            }
            tell(caller, "held-mail.discarded", queueId);
        });
    }

    private void tell(Principal caller, String event, String queueId) {
        transaction.executeWithoutResult(_ -> outbox.add(
                Topics.SECURITY_EVENTS,
                queueId,
                new SecurityEvent(
                        event,
                        clock.instant(),
                        "mailstore-service",
                        caller.clientAddress(),
                        Map.of("actor", caller.account().toString(), "queueId", queueId))));
    }

    private static DeliveryKey key(String cursor) {
        int slash = cursor.indexOf('/');
        return slash < 0 ? FIRST : key(cursor.substring(0, slash), cursor.substring(slash + 1));
    }

    private static DeliveryKey key(String queueId, String account) {
        try {
            return new DeliveryKey(QueueId.parse(queueId), AccountId.parse(account));
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }

    /** Who gets a held message instead. */
    record Target(AccountId account) {}

    /** A held message as administrators see it; what it says is nobody's business. */
    record HeldMailView(QueueId queueId, AccountId account, long size, Instant acceptedAt, Instant heldAt) {
        static HeldMailView of(HeldMessage message) {
            return new HeldMailView(
                    message.key().queueId(),
                    message.key().account(),
                    message.size(),
                    message.acceptedAt(),
                    message.heldAt());
        }
    }
}
