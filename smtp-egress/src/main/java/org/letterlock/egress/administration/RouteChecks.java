package org.letterlock.egress.administration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.egress.administration.RouteDocument.Login;
import org.letterlock.egress.administration.RouteDocument.Rule;
import org.letterlock.egress.route.HostLogin;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.RouteRule;
import org.letterlock.egress.route.Routes;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Checks what was written of routes against the rules that hold, and collects what is wrong. For one request. */
final class RouteChecks {
    private static final int MAX_RULES = 1000;
    private static final int MAX_TEXT = 255;
    private static final int MAX_PORT = 65_535;
    private static final int SMTP = 25;
    private static final Set<String> SIDES = Set.of("recipient", "sender");
    private static final Set<String> MODES = Set.of("opportunistic", "required", "verified", "none");

    private final Routes current;
    private final HostPasswords passwords;
    private final Instant now;
    private final Faults faults = new Faults();

    /** @param current whose passwords stay where no new ones are written */
    RouteChecks(Routes current, HostPasswords passwords, Instant now) {
        this.current = current;
        this.passwords = passwords;
        this.now = now;
    }

    void requireCount(int rules) {
        faults.require(rules <= MAX_RULES, "/rules", "too-many", "At most " + MAX_RULES + " rules.");
    }

    void requireOnce(@Nullable UUID id, Set<UUID> names, String pointer) {
        faults.require(id == null || names.add(id), pointer, "repeated", "Two rules have this id.");
    }

    void throwIfAny() {
        faults.throwIfAny();
    }

    /** The rule; empty, with its faults, where it is not acceptable. */
    Optional<RouteRule> check(Rule rule, String at) {
        if ("dane".equals(rule.tls())) {
            throw new ProblemException(ProblemType.FEATURE_UNAVAILABLE, "DANE does not exist yet.");
        }
        int before = faults.found().size();
        String pattern = Objects.requireNonNullElse(rule.pattern(), "");
        String host = rule.host();
        int port = faults.within(rule.port(), SMTP, 1, MAX_PORT, at + "/port");
        faults.require(rule.on() == null || SIDES.contains(rule.on()), at + "/on", "unknown", "recipient or sender.")
                .require(
                        MODES.contains(rule.tlsOrDefault()),
                        at + "/tls",
                        "unknown",
                        "opportunistic, required, verified or none.")
                .require(
                        !pattern.isBlank() && pattern.length() <= MAX_TEXT,
                        at + "/pattern",
                        "required",
                        "A pattern of 1 to 255 characters.")
                .require(
                        host == null || host.matches("[A-Za-z0-9.:-]{1," + MAX_TEXT + "}"),
                        at + "/host",
                        "not-a-host",
                        "A host name or an IP address.");
        Optional<HostLogin> login = Optional.ofNullable(rule.login()).flatMap(given -> login(given, host, at));
        return faults.found().size() > before
                ? Optional.empty()
                : Optional.of(new RouteRule(
                        RouteDocument.side(rule.on()),
                        Boolean.TRUE.equals(rule.not()),
                        pattern,
                        host,
                        port,
                        RouteDocument.mode(rule.tlsOrDefault()),
                        rule.id() == null ? TimeOrderedUuid.of(now, UUID.randomUUID()) : rule.id(),
                        login.orElse(null)));
    }

    private Optional<HostLogin> login(Login login, @Nullable String host, String at) {
        if (host == null) {
            faults.add(at + "/login", "needs-host", "One logs in at a host that is named, not at mail exchangers.");
            return Optional.empty();
        }
        String user = Objects.requireNonNullElse(login.user(), "");
        if (user.isBlank() || user.length() > MAX_TEXT || user.chars().anyMatch(Character::isISOControl)) {
            faults.add(at + "/login/user", "required", "A name of 1 to 255 characters.");
            return Optional.empty();
        }
        return login.newPassword().map(text -> password(text, host, user, at)).orElseGet(() -> kept(host, user, at));
    }

    private Optional<HostLogin> password(String text, String host, String user, String at) {
        Octets sealed = switch (Password.parse(text)) {
            case Parsed<Password>(Password password) -> passwords.seal(host, user, password);
            case SyntaxError<Password> _ -> Octets.wrap(new byte[0]);
        };
        if (sealed.length() == 0 || text.isEmpty()) {
            faults.add(
                    at + "/login/password",
                    "not-a-password",
                    "1 to 1024 octets, without control or invisible characters.");
            return Optional.empty();
        }
        return Optional.of(new HostLogin(user, sealed, now));
    }

    // Only for the host and the user that it was given for: nobody can have it sent elsewhere who does not know it.
    private Optional<HostLogin> kept(String host, String user, String at) {
        List<HostLogin> known = current.rules().stream()
                .filter(rule -> host.equalsIgnoreCase(rule.host()))
                .map(RouteRule::login)
                .flatMap(login -> Optional.ofNullable(login).stream())
                .filter(login -> login.user().equals(user))
                .toList();
        faults.require(
                !known.isEmpty(), at + "/login/password", "required", "No password is set for this user at this host.");
        return known.stream().findFirst();
    }
}
