package org.letterlock.auth.lockout;

import java.util.UUID;
import org.letterlock.auth.lockout.LockOutReports.Entry;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.Sortable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /lock-outs/<id>}: the whole list that a reply {@code 409 lock-out} links to (VAL-2). */
@RestController
class LockOutController {
    private static final ListOrder<Entry> ORDER = ListOrder.<Entry>byId(
                    "id", entry -> entry.account().value())
            .text("account", "account", entry -> entry.affected().account());

    private final LockOutReports reports;

    LockOutController(LockOutReports reports) {
        this.reports = reports;
    }

    /** @param likely whether it is judged by where the account has logged in from lately */
    record AffectedDocument(UUID id, String account, String service, String reason, boolean likely) {
        static AffectedDocument of(Entry entry) {
            return new AffectedDocument(
                    entry.account().value(),
                    entry.affected().account(),
                    entry.affected().service(),
                    entry.affected().cause().word(),
                    entry.affected().likely());
        }
    }

    @GetMapping("/api/v1/lock-outs/{id}")
    Page<AffectedDocument> read(
            Principal principal, @PathVariable UUID id, @Sortable({"account", "id"}) PageRequest page) {
        principal.require(Role.AUDITOR);
        return ORDER.page(page, reports.require(id)).map(AffectedDocument::of);
    }
}
