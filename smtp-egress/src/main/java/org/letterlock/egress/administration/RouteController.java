package org.letterlock.egress.administration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.Resolution;
import org.letterlock.egress.route.Route;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.egress.route.RouteRule;
import org.letterlock.egress.route.RouteRule.Side;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.egress.route.RouteStore.Versioned;
import org.letterlock.egress.route.Routes;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /smtp/routes} and {@code /explain/route}: read by auditors, changed by full administrators (QUEUE-10). */
@RestController
@RequestMapping("/api/v1")
class RouteController {
    private static final int MAX_RULES = 1000;
    private static final int MAX_TEXT = 255;
    private static final int MAX_PORT = 65_535;
    private static final int SMTP = 25;

    private final RouteStore store;
    private final MailRouter router;

    RouteController(RouteStore store, MailRouter router) {
        this.store = store;
        this.router = router;
    }

    @GetMapping("/smtp/routes")
    ResponseEntity<Document> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(store.read());
    }

    @PutMapping("/smtp/routes")
    ResponseEntity<Document> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Document document) {
        caller.require(Role.FULL_ADMIN);
        Versioned current = store.read();
        Etags.requireMatch(ifMatch, current.version());
        return reply(store.replace(current.version(), checked(document))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.CHANGED_MEANWHILE, "The resource has changed since you have read it.")));
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
        return switch (router.resolve(route)) {
            case Resolution.Found(var targets) ->
                new Explanation(
                        targets.stream()
                                .map(target -> target.host() + " ["
                                        + target.address().getAddress().getHostAddress() + "]:"
                                        + target.address().getPort())
                                .toList(),
                        lowerCase(route.tls()),
                        null,
                        null);
            case Resolution.Unroutable(var status, String reason) ->
                new Explanation(List.of(), lowerCase(route.tls()), status.format(), reason);
            case Resolution.Undecided(var status, String reason) ->
                new Explanation(List.of(), lowerCase(route.tls()), status.format(), reason);
        };
    }

    /** @param sender null for the null reverse-path */
    record Question(@Nullable AddrSpec sender, @Nullable AddrSpec recipient) {}

    /**
     * Where mail would go now.
     *
     * @param servers in the order in which they are tried
     * @param status why not, when there is none
     */
    record Explanation(
            List<String> servers,
            String tls,
            @Nullable String status,
            @Nullable String reason) {}

    /** The resource: the rules in their order, the first that holds decides. */
    record Document(@Nullable List<Rule> rules) {}

    /**
     * One rule; what is left out takes its default.
     *
     * @param on {@code recipient} or {@code sender}
     * @param not whether the rule holds for addresses that do not match
     * @param host null for the mail exchangers of the recipient's domain
     * @param tls {@code opportunistic} or {@code none}
     */
    record Rule(
            @Nullable String on,
            @Nullable Boolean not,
            @Nullable String pattern,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String tls) {}

    private static Routes checked(Document document) {
        List<Rule> rules = Optional.ofNullable(document.rules()).orElse(List.of());
        Faults faults = new Faults();
        faults.require(rules.size() <= MAX_RULES, "/rules", "too-many", "At most " + MAX_RULES + " rules.");
        for (int i = 0; i < rules.size(); i++) {
            check(rules.get(i), "/rules/" + i, faults);
        }
        faults.throwIfAny();
        return new Routes(rules.stream().map(RouteController::rule).toList());
    }

    private static void check(Rule rule, String at, Faults faults) {
        String on = Optional.ofNullable(rule.on()).orElse("recipient");
        String tls = Optional.ofNullable(rule.tls()).orElse("opportunistic");
        String pattern = rule.pattern();
        String host = rule.host();
        int port = Optional.ofNullable(rule.port()).orElse(SMTP);
        if (List.of("required", "verified", "dane").contains(tls)) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "This TLS mode does not exist yet.");
        }
        faults.require(List.of("recipient", "sender").contains(on), at + "/on", "unknown", "recipient or sender.")
                .require(
                        List.of("opportunistic", "none").contains(tls),
                        at + "/tls",
                        "unknown",
                        "opportunistic or none.")
                .require(
                        pattern != null && !pattern.isBlank() && pattern.length() <= MAX_TEXT,
                        at + "/pattern",
                        "required",
                        "A pattern of 1 to 255 characters.")
                .require(
                        host == null || host.matches("[A-Za-z0-9.:-]{1," + MAX_TEXT + "}"),
                        at + "/host",
                        "not-a-host",
                        "A host name or an IP address.")
                .require(port >= 1 && port <= MAX_PORT, at + "/port", "out-of-range", "1 to 65535.");
    }

    private static RouteRule rule(Rule rule) {
        return new RouteRule(
                "sender".equals(rule.on()) ? Side.SENDER : Side.RECIPIENT,
                Boolean.TRUE.equals(rule.not()),
                Optional.ofNullable(rule.pattern()).orElse(""),
                rule.host(),
                Optional.ofNullable(rule.port()).orElse(SMTP),
                "none".equals(rule.tls()) ? TlsMode.NONE : TlsMode.OPPORTUNISTIC);
    }

    private static ResponseEntity<Document> reply(Versioned stored) {
        List<Rule> rules = stored.routes().rules().stream()
                .map(rule -> new Rule(
                        lowerCase(rule.on()),
                        rule.negated(),
                        rule.pattern(),
                        rule.host(),
                        rule.port(),
                        lowerCase(rule.tls())))
                .toList();
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(new Document(rules));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
