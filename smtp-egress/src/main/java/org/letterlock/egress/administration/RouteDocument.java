package org.letterlock.egress.administration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.route.HostLogin;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.egress.route.RouteRule;
import org.letterlock.egress.route.RouteRule.Side;
import org.letterlock.egress.route.Routes;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The resource {@code /smtp/routes}: the rules in their order, the first that holds decides. */
record RouteDocument(@Nullable List<Rule> rules) {

    static RouteDocument of(Routes routes) {
        return new RouteDocument(routes.rules().stream().map(Rule::of).toList());
    }

    /**
     * One rule; what is left out takes its default.
     *
     * @param id names the rule; null for a new one
     * @param on {@code recipient}, the default, or {@code sender}
     * @param not whether the rule holds for addresses that do not match; default false
     * @param pattern 1 to 255 characters, {@code *} for any and {@code ?} for one
     * @param host null for the mail exchangers of the recipient's domain
     * @param port default 25
     * @param tls {@code opportunistic}, {@code required}, {@code verified} or {@code none} (QUEUE-11); default {@code verified}
     *     for a rule with a login, {@code opportunistic} for others
     * @param login null for none
     */
    record Rule(
            @Nullable UUID id,
            @Nullable String on,
            @Nullable Boolean not,
            @Nullable String pattern,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String tls,
            @Nullable Login login) {

        static Rule of(RouteRule rule) {
            HostLogin login = rule.login();
            return new Rule(
                    rule.id(),
                    lowerCase(rule.on()),
                    rule.negated(),
                    rule.pattern(),
                    rule.host(),
                    rule.port(),
                    lowerCase(rule.tls()),
                    login == null ? null : Login.of(login));
        }

        Rule named(UUID name) {
            return new Rule(name, on, not, pattern, host, port, tls, login);
        }

        String tlsOrDefault() {
            return Objects.requireNonNullElse(tls, login == null ? "opportunistic" : "verified");
        }
    }

    /**
     * How to log in at the host.
     *
     * @param password a new one as a string; left out, and as the masked value that is shown, it stays the one that is set for
     *     this host and user (API-12)
     */
    record Login(@Nullable String user, @Nullable JsonNode password) {
        static Login of(HostLogin login) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            masked.put("set", true);
            masked.put("changedAt", login.changedAt().toString());
            return new Login(login.user(), masked);
        }

        /** A new password; empty where the one that is set stays. */
        Optional<String> newPassword() {
            if (password == null || password.isNull() || password.isObject()) {
                return Optional.empty();
            }
            if (!password.isString()) {
                throw new ProblemException(ProblemType.MALFORMED, "A password is a string.");
            }
            return Optional.of(password.stringValue());
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** The rules, or every fault of the document at once. */
    Routes checked(RouteChecks checks) {
        List<Rule> written = Objects.requireNonNullElse(rules, List.of());
        checks.requireCount(written.size());
        Set<UUID> names = new HashSet<>();
        List<RouteRule> checked = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Rule rule = written.get(i);
            checks.requireOnce(rule.id(), names, "/rules/" + i + "/id");
            checks.check(rule, "/rules/" + i).ifPresent(checked::add);
        }
        checks.throwIfAny();
        return new Routes(checked);
    }

    static Side side(@Nullable String on) {
        return "sender".equals(on) ? Side.SENDER : Side.RECIPIENT;
    }

    static TlsMode mode(String tls) {
        return TlsMode.valueOf(tls.toUpperCase(Locale.ROOT));
    }

    static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
