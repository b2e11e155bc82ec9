package org.letterlock.admin.audit;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /audit} and {@code /config/state}: read by auditors, changed by nobody. */
@RestController
class AuditController {
    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    /** Newest first. */
    @GetMapping("/api/v1/audit")
    Page<AuditEntry> list(Principal caller, PageRequest page) {
        caller.require(Role.AUDITOR);
        long before = page.startAfter().map(AuditController::seq).orElse(Long.MAX_VALUE);
        List<AuditEntry> entries = log.newest(before, page.fetch());
        return page.page(entries, entry -> Long.toString(entry.seq()));
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

    @GetMapping("/api/v1/config/state")
    Map<String, Long> state(Principal caller) {
        caller.require(Role.AUDITOR);
        return Map.of("configVersion", log.configVersion());
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
