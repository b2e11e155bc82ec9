package org.letterlock.auth.login;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.letterlock.auth.apppassword.AppPasswords;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.Admission.Obstacle;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.auth.login.LoginExplanation.Step;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.StoredCredential;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.sasl.policy.Verdict;

/**
 * Says what would happen to a login without making one (AUTH-12): asks whatever decides on logins, in the order in which it
 * decides. Counts nothing.
 */
final class LoginExplainer {
    private final LoginAccounts accounts;
    private final PasswordCheck passwords;
    private final AppPasswords appPasswords;
    private final GuessingProtection guessing;
    private final Admission admission;
    private final Supplier<LoginRules> rules;

    /**
     * A login that somebody thinks of.
     *
     * @param service one of the ids of SVC-1, such as {@code imaps}
     */
    record Question(
            String account,
            IpAddress client,
            String service,
            AccessService access,
            SaslProtocol protocol,
            boolean tls) {}

    LoginExplainer(
            LoginAccounts accounts,
            PasswordCheck passwords,
            AppPasswords appPasswords,
            GuessingProtection guessing,
            Admission admission,
            Supplier<LoginRules> rules) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.appPasswords = appPasswords;
        this.guessing = guessing;
        this.admission = admission;
        this.rules = rules;
    }

    LoginExplanation explain(Question question) {
        LoginRules inForce = rules.get();
        LoginPolicy logins = inForce.logins();
        Connection connection =
                inForce.connection(question.service(), question.protocol(), question.tls(), question.client());
        List<SaslMechanism> advertised = logins.advertised(connection);
        LoginCandidate candidate = accounts.find(question.account());
        boolean byAppPassword = hasAppPasswordOnly(candidate, question);
        Set<StoredCredential> stored =
                byAppPassword ? Set.of(StoredCredential.PASSWORD) : passwords.usable(candidate, question.tls());
        List<SaslMechanism> usable = advertised.stream()
                .filter(mechanism -> stored.contains(mechanism.needs()))
                .toList();
        Step blockedBy = atAccept(inForce, question)
                .or(() -> bySecurityPolicy(logins, connection, advertised))
                .or(() -> byCredentials(question, candidate, byAppPassword, usable))
                .or(() -> byAccount(question, candidate, byAppPassword))
                .orElse(null);
        return new LoginExplanation(candidate.canonicalName(), names(advertised), names(usable), blockedBy);
    }

    /** Whether an account that has no password of its own has one for a program that would be let in. */
    private boolean hasAppPasswordOnly(LoginCandidate candidate, Question question) {
        return candidate.verifiers().isEmpty()
                && !candidate.isMapped()
                && candidate
                        .id()
                        .filter(id -> appPasswords.opens(
                                id, question.service(), question.client().format()))
                        .isPresent();
    }

    private Optional<Step> atAccept(LoginRules inForce, Question question) {
        Optional<LoginRules.Closed> closed = inForce.closed(question.service(), question.client());
        if (closed.isPresent()) {
            return switch (closed.get()) {
                case SERVICE -> step("service", "none", "The service is disabled or stopped.");
                case ADDRESS -> step("ip-group", "R:addr", "The address is not in the group that the service is for.");
            };
        }
        if (!guessing.isBlocked(question.client().format())) {
            return Optional.empty();
        }
        return question.service().equals("smtp") // where mail is taken from a blocked address all the same (GUESS-5)
                ? step("address-block", "R:lock", "The address is blocked: it may deliver mail, and not log in.")
                : step("address-block", "R:block", "The address is blocked after too many failed logins.");
    }

    private static Optional<Step> bySecurityPolicy(
            LoginPolicy logins, Connection connection, List<SaslMechanism> advertised) {
        if (!advertised.isEmpty()) {
            return Optional.empty();
        }
        boolean tlsWouldHelp = Arrays.stream(SaslMechanism.values())
                .map(mechanism -> logins.judge(mechanism, connection))
                .anyMatch(
                        verdict -> verdict instanceof Verdict.Refused refused && refused.reply() == Verdict.Reply.TLS);
        return tlsWouldHelp
                ? step("security-policy", "R:tls", "The mode of the security policy wants TLS here.")
                : step("security-policy", "R:mech", "No method of the security policy can be used here.");
    }

    private Optional<Step> byCredentials(
            Question question, LoginCandidate candidate, boolean byAppPassword, List<SaslMechanism> usable) {
        if (guessing.isLocked(new LoginClaim(
                question.access().policyName(), question.client().format(), candidate.canonicalName()))) {
            return step("account-lock", "R:lock", "The name is locked after too many failed logins.");
        }
        if (candidate.account() == null) {
            return step("account", "R:cred", "There is no such account.");
        }
        if (candidate.verifiers().isEmpty() && !candidate.isMapped() && !byAppPassword) {
            return step("password", "R:cred", "The account has no password.");
        }
        return usable.isEmpty()
                ? step("mechanism", "R:cred", "No method shown here can work with what is stored of the password.")
                : Optional.empty();
    }

    private Optional<Step> byAccount(Question question, LoginCandidate candidate, boolean byAppPassword) {
        KnownAccount account = candidate.account();
        if (account == null) {
            return Optional.empty(); // told before
        }
        return admission
                .find(
                        account,
                        byAppPassword,
                        question.access().policyName(),
                        question.client().format())
                .flatMap(LoginExplainer::step);
    }

    private static Optional<Step> step(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.SecondFactor() ->
                step(
                        "second-factor",
                        "R:weak",
                        "A second factor is enrolled, or has to be: app passwords work, the own one does not.");
            case Obstacle.Disabled() ->
                step("account-state", "R:disabled", "The account is disabled, or may not log in.");
            case Obstacle.Expired() -> step("password-expiry", "R:expired", "The password has expired.");
            case Obstacle.Denied(AccessVerdict.Denied denied) ->
                step(
                        "access-policy",
                        "R:policy",
                        "The policy '%s' does not allow the service: %s."
                                .formatted(
                                        denied.policy().name(),
                                        denied.rule().verdict().word()));
            case Obstacle.Undecided() ->
                step("access-policy", "R:temp", "The access policy of the account is not known here yet.");
        };
    }

    private static Optional<Step> step(String step, String reply, String detail) {
        return Optional.of(new Step(step, reply, detail));
    }

    private static List<String> names(List<SaslMechanism> mechanisms) {
        return mechanisms.stream().map(SaslMechanism::rfcName).toList();
    }
}
