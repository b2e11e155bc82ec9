package org.letterlock.dkim.administration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.dkim.SignReply.Reason;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.signing.SigningDecision;
import org.letterlock.dkim.signing.SigningDecisions;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /explain/dkim-sign}: which keys would sign, or why none (DKIM-32). Changes nothing. */
@RestController
@RequestMapping("/api/v1/explain/dkim-sign")
class ExplainController {
    private final Directory directory;
    private final DomainAccess access;
    private final SigningDecisions decisions;

    ExplainController(Directory directory, DomainAccess access, SigningDecisions decisions) {
        this.directory = directory;
        this.access = access;
        this.decisions = decisions;
    }

    /**
     * A message to think of.
     *
     * @param account who has logged in; null for an unauthenticated peer
     * @param route how the message came: {@code submission} (default), {@code generated} or {@code relay}
     */
    record Question(
            AddrSpec from,
            @Nullable String account,
            @Nullable Route route) {
        enum Route {
            submission,
            generated,
            relay
        }
    }

    /**
     * What would happen.
     *
     * @param reason null where something signs
     * @param selectors of the keys that would sign, in their order
     */
    record Answer(boolean signed, @Nullable String reason, List<String> selectors) {}

    @PostMapping
    Answer explain(Principal principal, @RequestBody Question question) {
        principal.require(Role.AUDITOR);
        DomainRecord domain = directory.findDomain(question.from().domain()).orElse(null);
        if (domain == null) {
            return new Answer(false, "not-a-local-domain", List.of());
        }
        if (!access.mayRead(principal, domain)) {
            throw ProblemException.notFound();
        }
        boolean generated = question.route() == Question.Route.generated;
        if (question.route() == Question.Route.relay || (question.account() == null && !generated)) {
            return new Answer(false, "not-authenticated", List.of()); // DKIM-19
        }
        return switch (decisions.of(domain.id()).decision()) {
            case SigningDecision.Sign(List<SigningKey> keys) ->
                new Answer(
                        true,
                        null,
                        keys.stream().map(key -> key.selector().text()).toList());
            case SigningDecision.Leave(Reason reason) -> new Answer(false, text(reason), List.of());
        };
    }

    private static String text(Reason reason) {
        return switch (reason) {
            case NO_KEYS -> "no-keys";
            case SWITCHED_OFF -> "signing-off";
            case PENDING_DNS -> "pending-dns";
        };
    }
}
