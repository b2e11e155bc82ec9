package org.letterlock.admin.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /explain/access} (EXP-2): read-only, counts nothing, audited. */
@RestController
class AccessExplainController {
    /**
     * Who wants to connect.
     *
     * @param account id or address; null for nobody in particular
     * @param time only rules with time windows depend on it, and there are none yet
     */
    record Question(
            @Nullable String ip,
            @Nullable String account,
            @Nullable Instant time) {}

    private final AccessExplainer explainer;
    private final Function<String, Optional<AccountRecord>> accounts;
    private final Consumer<Principal> audit;

    /**
     * @param accounts finds an account by its id or address
     * @param audit notes who has asked
     */
    AccessExplainController(
            AccessExplainer explainer, Function<String, Optional<AccountRecord>> accounts, Consumer<Principal> audit) {
        this.explainer = explainer;
        this.accounts = accounts;
        this.audit = audit;
    }

    @PostMapping("/api/v1/explain/access")
    AccessExplanation explain(Principal caller, @RequestBody Question question) {
        caller.require(Role.AUDITOR);
        if (question.time() != null) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "No rule depends on the time yet.");
        }
        Faults faults = new Faults();
        String ip = question.ip() == null ? "" : question.ip();
        String name = question.account();
        Optional<AccountRecord> account = name == null ? Optional.empty() : accounts.apply(name);
        faults.require(name == null || account.isPresent(), "/account", "unknown-account", "There is no such account.");
        if (!(IpAddress.parse(ip) instanceof Parsed<IpAddress>(IpAddress peer))) {
            faults.add("/ip", "not-an-address", "This is not an IP address.").throwIfAny();
            throw new IllegalStateException("a fault was added");
        }
        faults.throwIfAny();
        audit.accept(caller);
        return explainer.explain(peer, account.orElse(null));
    }
}
