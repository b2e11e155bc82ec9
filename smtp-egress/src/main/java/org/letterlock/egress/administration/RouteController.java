package org.letterlock.egress.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;
import org.letterlock.egress.administration.RouteDocument.Rule;
import org.letterlock.egress.route.HostLogin;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.Resolution;
import org.letterlock.egress.route.Route;
import org.letterlock.egress.route.RouteRule;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.egress.route.RouteStore.Versioned;
import org.letterlock.egress.route.Routes;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /smtp/routes} and {@code /explain/route}: read by auditors, changed by full administrators (QUEUE-10). */
@RestController
@RequestMapping("/api/v1")
class RouteController {
    private final RouteStore store;
    private final MailRouter router;
    private final HostPasswords passwords;
    private final MergePatch patches;
    private final TransactionOperations transaction;
    private final Outbox outbox;
    private final InstantSource clock;

    RouteController(
            RouteStore store,
            MailRouter router,
            HostPasswords passwords,
            MergePatch patches,
            TransactionOperations transaction,
            Outbox outbox,
            InstantSource clock) {
        this.transaction = transaction;
        this.outbox = outbox;
        this.store = store;
        this.router = router;
        this.passwords = passwords;
        this.patches = patches;
        this.clock = clock;
    }

    @GetMapping("/smtp/routes")
    ResponseEntity<RouteDocument> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(store.read());
    }

    @PutMapping("/smtp/routes")
    ResponseEntity<RouteDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody RouteDocument document) {
        caller.require(Role.FULL_ADMIN);
        return reply(change(ifMatch, current -> document.checked(checks(current))));
    }

    @PatchMapping(value = "/smtp/routes", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<RouteDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        return reply(change(
                ifMatch,
                current -> patches.apply(RouteDocument.of(current), patch, RouteDocument.class)
                        .checked(checks(current))));
    }

    /** One rule; its entity tag is that of all rules. */
    @GetMapping("/smtp/routes/{id}")
    ResponseEntity<Rule> readOne(Principal caller, @PathVariable UUID id) {
        caller.require(Role.AUDITOR);
        return reply(store.read(), id);
    }

    @PutMapping("/smtp/routes/{id}")
    ResponseEntity<Rule> replaceOne(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Rule rule) {
        caller.require(Role.FULL_ADMIN);
        return reply(change(ifMatch, current -> with(current, id, _ -> rule)), id);
    }

    @PatchMapping(value = "/smtp/routes/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<Rule> changeOne(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        return reply(change(ifMatch, current -> with(current, id, rule -> patches.apply(rule, patch, Rule.class))), id);
    }

    @DeleteMapping("/smtp/routes/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Role.FULL_ADMIN);
        change(ifMatch, current -> {
            require(current, id);
            return current.without(id);
        });
    }

    /** Blocks for the DNS. */
    @PostMapping("/explain/route")
    Explanation explain(Principal caller, @RequestBody Question question) {
        caller.require(Role.AUDITOR);
        AddrSpec recipient = question.recipient();
        if (recipient == null) {
            throw ProblemException.validation("/recipient", "required", "recipient is missing.");
        }
        AddrSpec sender = question.sender();
        ReversePath path = sender == null ? new ReversePath.Null() : new ReversePath.To(sender);
        Route route = store.read().routes().find(path, recipient);
        String tls = RouteDocument.lowerCase(route.tls());
        String user = switch (route) {
            case Route.ToHost(var _, var _, var _, @Nullable HostLogin login) -> login == null ? null : login.user();
            case Route.ToMailExchangers _ -> null;
        };
        return switch (router.resolve(route)) {
            case Resolution.Found(var targets) ->
                new Explanation(
                        targets.stream()
                                .map(target -> target.host() + " ["
                                        + target.address().getAddress().getHostAddress() + "]:"
                                        + target.address().getPort())
                                .toList(),
                        tls,
                        user,
                        null,
                        null);
            case Resolution.Unroutable(var status, String reason) ->
                new Explanation(List.of(), tls, user, status.format(), reason);
            case Resolution.Undecided(var status, String reason) ->
                new Explanation(List.of(), tls, user, status.format(), reason);
        };
    }

    /** @param sender null for the null reverse-path */
    record Question(@Nullable AddrSpec sender, @Nullable AddrSpec recipient) {}

    /**
     * Where mail would go now.
     *
     * @param servers in the order in which they are tried
     * @param user as whom the suite logs in there; null where it stays anonymous
     * @param status why not, when there is none
     */
    record Explanation(
            List<String> servers,
            String tls,
            @Nullable String user,
            @Nullable String status,
            @Nullable String reason) {}

    private Versioned change(@Nullable String ifMatch, UnaryOperator<Routes> changing) {
        Versioned current = store.read();
        Etags.requireMatch(ifMatch, current.version());
        Routes changed = changing.apply(current.routes());
        return Objects.requireNonNull(transaction.execute(_ -> {
            Versioned stored =
                    store.replace(current.version(), changed).orElseThrow(ProblemException::changedMeanwhile);
            outbox.audit(
                    "config.changed", "/smtp/routes", RouteDocument.of(current.routes()), RouteDocument.of(changed));
            return stored;
        }));
    }

    private Routes with(Routes current, UUID id, UnaryOperator<Rule> changing) {
        Rule changed = changing.apply(Rule.of(require(current, id))).named(id);
        RouteChecks checks = checks(current);
        Optional<RouteRule> checked = checks.check(changed, "");
        checks.throwIfAny();
        return current.with(checked.orElseThrow());
    }

    private RouteChecks checks(Routes current) {
        return new RouteChecks(current, passwords, clock.instant());
    }

    private static RouteRule require(Routes routes, UUID id) {
        return routes.rule(id).orElseThrow(ProblemException::notFound);
    }

    private static ResponseEntity<RouteDocument> reply(Versioned stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(RouteDocument.of(stored.routes()));
    }

    private static ResponseEntity<Rule> reply(Versioned stored, UUID id) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(Rule.of(require(stored.routes(), id)));
    }
}
