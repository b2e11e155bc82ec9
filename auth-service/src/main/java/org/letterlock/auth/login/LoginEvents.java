package org.letterlock.auth.login;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.event.SecurityEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the outcome of logins (AUTH-11): to administrators, whose events carry the line of the Security log, with names; to
 * the process's own log without.
 */
public final class LoginEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LoginEvents.class);
    private static final int MAX_LOGGED_NAME = 320;

    private final UntoldEvents untold;
    private final InstantSource clock;

    LoginEvents(UntoldEvents untold, InstantSource clock) {
        this.untold = untold;
        this.clock = clock;
    }

    /** Whether nobody may log in because nobody has been told of logins for too long (AUD-7). */
    public boolean areOverdue() {
        return untold.isOverdue();
    }

    /** @param account canonical name */
    public void granted(String service, String mechanism, String clientAddress, boolean encrypted, String account) {
        LOG.debug("{}: login granted, mechanism {}", service, mechanism);
        publish("auth.success", service, clientAddress, details(mechanism, encrypted, account));
    }

    /**
     * @param account canonical name, or empty if the client gave none
     * @param reason such as {@code unknown-account}; never told to the client
     */
    public void refused(
            String service, String mechanism, String clientAddress, boolean encrypted, String account, String reason) {
        String label = service.toUpperCase(Locale.ROOT);
        LOG.info("{}: login failed, mechanism {}, peer {}, reason {}", label, mechanism, clientAddress, reason);
        Map<String, String> details = details(mechanism, encrypted, account);
        details.put("reason", reason);
        details.put(
                "line",
                "%s: login failed, account %s, mechanism %s, peer %s, reason %s"
                        .formatted(label, printable(account), mechanism, clientAddress, reason));
        publish("auth.failure", service, clientAddress, details);
    }

    /**
     * Right credentials, but the account's access policy stands against it (ACP-4). The log knows account and policy by their
     * ids; administrators are shown the line with the names.
     */
    public void denied(
            String service,
            String mechanism,
            String clientAddress,
            boolean encrypted,
            AccountId account,
            String name,
            AccessVerdict.Denied denied) {
        String rule = denied.rule().service() + ":" + denied.rule().verdict().word();
        String line = "%s: login of %s denied by access policy '%s', rule %s, peer %s";
        String label = service.toUpperCase(Locale.ROOT);
        LOG.info("{}", line.formatted(label, account, denied.policy().id(), rule, clientAddress));
        Map<String, String> details = details(mechanism, encrypted, name);
        details.put("reason", "access-policy");
        details.put("rule", rule);
        details.put("line", line.formatted(label, name, denied.policy().name(), rule, clientAddress));
        publish("auth.failure", service, clientAddress, details);
    }

    // Whatever somebody tried as a name: one line, and nothing in it that a terminal would obey.
    private static String printable(String account) {
        StringBuilder text = new StringBuilder();
        account.codePoints().limit(MAX_LOGGED_NAME).forEach(c -> {
            if (Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.@\"".indexOf(c) >= 0) {
                text.appendCodePoint(c);
            } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return text.isEmpty() ? "-" : text.toString();
    }

    private static Map<String, String> details(String mechanism, boolean encrypted, String account) {
        Map<String, String> details = new HashMap<>();
        details.put("account", account);
        details.put("mechanism", mechanism);
        details.put("tls", Boolean.toString(encrypted));
        return details;
    }

    private void publish(String name, String service, String clientAddress, Map<String, String> details) {
        untold.tell(new SecurityEvent(name, clock.instant(), service, clientAddress, details));
    }
}
