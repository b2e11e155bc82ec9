package org.letterlock.admin.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.listing.Wildcards;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /audit}: read by auditors, changed by nobody. */
@RestController
class AuditController {
    private static final int MAX_LOOKED_AT = 20_000; // for one page

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    /**
     * Newest first; {@code from} and {@code before} are times. Entries are sealed, so a page is looked for in a part of the log
     * and may have fewer entries than its limit although older ones follow.
     */
    @GetMapping("/api/v1/audit")
    Page<AuditEntry> list(
            Principal caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String event,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String ip,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String requestId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant before) {
        caller.require(Role.AUDITOR);
        Predicate<AuditEntry> wanted = entry -> fits(event, entry.event())
                && fits(actor, entry.actor())
                && fits(target, entry.target())
                && fits(ip, entry.ip())
                && fits(service, entry.service())
                && fits(requestId, entry.requestId());
        List<AuditEntry> found = new ArrayList<>();
        long next = page.startAfter().map(AuditController::seq).orElse(Long.MAX_VALUE);
        boolean wantsAny =
                Stream.of(event, actor, target, ip, service, requestId).allMatch(Objects::isNull);
        int chunk = wantsAny ? page.fetch() : PageRequest.MAX_LIMIT;
        int lookedAt = 0;
        boolean isEnd = false;
        while (!isEnd && found.size() < page.fetch() && lookedAt < MAX_LOOKED_AT) {
            List<AuditEntry> entries = log.newest(next, from, before, chunk);
            entries.stream().filter(wanted).forEach(found::add);
            lookedAt += entries.size();
            isEnd = entries.size() < chunk;
            next = entries.isEmpty() ? next : entries.getLast().seq();
        }
        if (found.size() <= page.limit() && !isEnd) {
            return page.pageUpTo(found, Long.toString(next));
        }
        return page.page(found.subList(0, Math.min(found.size(), page.fetch())), entry -> Long.toString(entry.seq()));
    }

    private static boolean fits(@Nullable String pattern, @Nullable String text) {
        return Wildcards.match(pattern, text == null ? "" : text);
    }

    /** AUD-5. */
    @GetMapping("/api/v1/audit/verify")
    Verification verify(
            Principal caller,
            @RequestParam(defaultValue = "1") long from,
            @RequestParam(defaultValue = "9007199254740991") long to) {
        caller.require(Role.AUDITOR);
        OptionalLong bad = log.firstBad(from, to);
        return new Verification(bad.isEmpty(), bad.isPresent() ? bad.getAsLong() : null);
    }

    private static long seq(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new ProblemException(ProblemType.MALFORMED, "The cursor is not one of ours.");
        }
    }

    /** @param firstBad where the chain is broken; null where it is not */
    record Verification(boolean intact, @Nullable Long firstBad) {}
}
