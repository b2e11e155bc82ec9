package org.letterlock.smtp.session;

import org.letterlock.smtp.session.Introduction.Greeting;

/**
 * What stays true from one command to the next.
 *
 * @param failedCommands how many commands were wrong or out of place (SMTP-11)
 * @param hasSpoken whether the client has sent a command
 * @param isDraining whether the session ends as soon as nothing is under way (SVC-5)
 */
public record Session(
        Protection protection,
        Introduction introduction,
        Login login,
        int failedCommands,
        boolean hasSpoken,
        boolean isDraining) {

    static Session begin(Protection protection) {
        return new Session(protection, new Introduction.None(), new Login.Nobody(), 0, false, false);
    }

    /** Whether the client knows extensions: it said EHLO. */
    boolean isExtended() {
        return introduction instanceof Introduction.As(var _, Greeting greeting) && greeting == Greeting.EHLO;
    }

    /** The word for the {@code with} clause of Received (RFC 3848). */
    public String protocol() {
        return switch (introduction) {
            case Introduction.As _
            when isExtended() ->
                "ESMTP" + (protection == Protection.TLS ? "S" : "") + (login instanceof Login.As ? "A" : "");
            case Introduction.As _, Introduction.None _ -> "SMTP";
        };
    }

    // RFC 3207 section 4.2: everything that was said before is forgotten; only the count of errors is ours to keep.
    Session afterTls() {
        return new Session(
                Protection.TLS, new Introduction.None(), new Login.Nobody(), failedCommands, true, isDraining);
    }

    Session introduced(Introduction by) {
        return new Session(protection, by, login, failedCommands, hasSpoken, isDraining);
    }

    Session loggedInAs(String account) {
        return new Session(protection, introduction, new Login.As(account), failedCommands, hasSpoken, isDraining);
    }

    Session failedOnce() {
        return new Session(protection, introduction, login, failedCommands + 1, hasSpoken, isDraining);
    }

    Session spoken() {
        return hasSpoken ? this : new Session(protection, introduction, login, failedCommands, true, isDraining);
    }

    Session draining() {
        return new Session(protection, introduction, login, failedCommands, hasSpoken, true);
    }
}
