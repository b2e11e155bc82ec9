package org.letterlock.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.letterlock.imap.command.CommandParser;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.framing.Frame.Fault;
import org.letterlock.imap.framing.Literal;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ImapWriter;
import org.letterlock.imap.response.ResponseWriter;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.ConnectionSecurity.LoginCommand;
import org.letterlock.imap.session.SessionEvent.Selection;
import org.letterlock.imap.session.SessionMachine.Transition;

class SessionMachineTest {
    private static final ConnectionSecurity CLEAR =
            new ConnectionSecurity(false, true, true, List.of("PLAIN"), Set.of("PLAIN"), LoginCommand.NEEDS_TLS);
    private static final ConnectionSecurity TLS = new ConnectionSecurity(
            true, false, false, List.of("SCRAM-SHA-256", "PLAIN"), Set.of(), LoginCommand.PERMITTED);
    private static final SessionState LOGGED_IN = new SessionState.Authenticated(Revision.IMAP4REV1, 0);
    private static final SessionState SELECTED = new SessionState.Selected(Revision.IMAP4REV1, 0, Access.READ_WRITE);

    private final SessionMachine machine = new SessionMachine(1000);
    private SessionState state = new SessionState.Ended();

    @org.junit.jupiter.api.Tag("SVC-12")
    @Test
    void theServerTellsOfItselfWhatItMayAtThatMoment() {
        Map<String, String> told = new HashMap<>();
        SessionMachine telling = new SessionMachine(1000, () -> told);
        told.put("name", "Letterlock");
        Transition started = telling.start(CLEAR);

        assertThat(said(started)).endsWith("] Letterlock IMAP server ready\n");
        var id = new SessionEvent.CommandReceived(CommandParser.parse("a ID NIL", Revision.IMAP4REV1));
        assertThat(said(telling.next(started.next(), id))).startsWith("* ID (\"name\" \"Letterlock\")\n");
        told.clear();
        assertThat(said(telling.next(started.next(), id))).startsWith("* ID NIL\n");
        assertThat(said(machine.start(CLEAR))).endsWith("] IMAP server ready\n");
    }

    @org.junit.jupiter.api.Tag("IMAP-2")
    @Test
    void theGreetingShowsWhatAppliesBeforeLogin() {
        assertThat(said(machine.start(CLEAR)))
                .isEqualTo("* OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL- SASL-IR ID ENABLE STARTTLS LOGINDISABLED]"
                        + " IMAP server ready\n");
        assertThat(said(machine.start(TLS)))
                .isEqualTo(
                        "* OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL- SASL-IR ID ENABLE AUTH=SCRAM-SHA-256 AUTH=PLAIN]"
                                + " IMAP server ready\n");
    }

    @org.junit.jupiter.api.Tag("POL-3")
    @Test
    void withoutTlsNobodyLogsIn() {
        state = machine.start(CLEAR).next();

        assertThat(said("LOGIN a b")).isEqualTo("a NO [PRIVACYREQUIRED] TLS is required\n");
        assertThat(said("AUTHENTICATE PLAIN AGEAYg==")).isEqualTo("a NO [PRIVACYREQUIRED] TLS is required\n");
        assertThat(said("SELECT INBOX")).isEqualTo("a BAD Command not allowed now\n");
        assertThat(said("NOOP")).isEqualTo("a OK Noop completed\n");
    }

    @org.junit.jupiter.api.Tag("POL-3")
    @Test
    void whatTlsWouldHelpIsToldApartFromWhatItWouldNot() {
        var challengeOnly = new ConnectionSecurity(
                false, true, false, List.of("SCRAM-SHA-256"), Set.of("PLAIN"), LoginCommand.NEEDS_TLS);
        state = machine.start(challengeOnly).next();

        assertThat(said("AUTHENTICATE PLAIN AGEAYg==")).isEqualTo("a NO [PRIVACYREQUIRED] TLS is required\n");
        assertThat(said("LOGIN a b")).isEqualTo("a NO [PRIVACYREQUIRED] TLS is required\n");
        assertThat(said("AUTHENTICATE LOGIN")).isEqualTo("a NO [CANNOT] Mechanism not available\n");
        assertThat(said("AUTHENTICATE SCRAM-SHA-256")).startsWith("BeginAuthentication");
    }

    @org.junit.jupiter.api.Tag("POL-5")
    @Test
    void withoutCleartextMethodsThereIsNoLoginCommand() {
        var none = new ConnectionSecurity(
                true, false, false, List.of("SCRAM-SHA-256"), Set.of(), LoginCommand.UNAVAILABLE);
        state = machine.start(none).next();

        assertThat(said("CAPABILITY")).contains(" LOGINDISABLED ");
        assertThat(said("LOGIN a b")).isEqualTo("a NO [CANNOT] Mechanism not available\n");
    }

    @org.junit.jupiter.api.Tag("POL-12")
    @Test
    void aChangedPolicyHoldsForWhoHasNotLoggedInYet() {
        state = machine.start(TLS).next();
        said("AUTHENTICATE PLAIN");

        state = machine.next(state, new SessionEvent.SecurityChanged(CLEAR)).next();
        said(new SessionEvent.LoginRefused(LoginRefusal.CREDENTIALS));

        assertThat(said("LOGIN a b")).isEqualTo("a NO [PRIVACYREQUIRED] TLS is required\n");
        assertThat(machine.next(LOGGED_IN, new SessionEvent.SecurityChanged(CLEAR))
                        .next())
                .isEqualTo(LOGGED_IN);
    }

    @org.junit.jupiter.api.Tag("TLS-5")
    @Test
    void startTlsStartsOver() {
        state = machine.start(CLEAR).next();
        said("NONSENSE");

        assertThat(said("STARTTLS")).isEqualTo("a OK Begin TLS negotiation now\nUpgradeToTls\n");
        state = machine.next(state, new SessionEvent.TlsEstablished(TLS)).next();

        assertThat(state).isEqualTo(new SessionState.NotAuthenticated(TLS, 0));
        assertThat(said("STARTTLS")).startsWith("a BAD");
    }

    @org.junit.jupiter.api.Tag("TLS-4")
    @Test
    void whatFollowsStartTlsEndsTheSession() {
        state = machine.start(CLEAR).next();

        assertThat(said(machine.next(state, new SessionEvent.StartTlsFollowed(new Tag("a")))))
                .isEqualTo("a BAD Nothing may follow STARTTLS\nClose\n");
    }

    @org.junit.jupiter.api.Tag("AUTH-1")
    @Test
    void aLoginIsAnsweredWithTheCapabilities() {
        state = machine.start(TLS).next();

        assertThat(said("LOGIN a b")).startsWith("BeginAuthentication");
        assertThat(said(new SessionEvent.LoginGranted(null)))
                .startsWith("EnterMailbox\na OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ ")
                .contains(" APPENDLIMIT=1000]");
        assertThat(state).isEqualTo(LOGGED_IN);
    }

    @org.junit.jupiter.api.Tag("AUTH-1")
    @Test
    void aSaslExchangeRunsToItsLastWord() {
        state = machine.start(TLS).next();

        said("AUTHENTICATE SCRAM-SHA-256");
        assertThat(said(new SessionEvent.Challenged("YQ=="))).isEqualTo("+ YQ==\n");
        assertThat(said(new SessionEvent.ContinuationReceived("Yg=="))).startsWith("ContinueAuthentication");
        assertThat(said(new SessionEvent.LoginGranted("dj0="))).isEqualTo("+ dj0=\n");
        assertThat(said(new SessionEvent.ContinuationReceived(""))).startsWith("EnterMailbox\na OK ");
    }

    @org.junit.jupiter.api.Tag("AUTH-4")
    @Test
    void brokenExchangesAreBad() {
        state = machine.start(TLS).next();

        assertThat(said("AUTHENTICATE PLAIN !")).startsWith("a BAD ");
        said("AUTHENTICATE PLAIN");
        said(new SessionEvent.Challenged(""));
        assertThat(said(new SessionEvent.ContinuationReceived("*")))
                .isEqualTo("AbandonAuthentication\na BAD Authentication cancelled\n");
        assertThat(said("AUTHENTICATE X-NONE")).isEqualTo("a NO [CANNOT] Mechanism not available\n");
    }

    @Test
    void refusalsAreWordedAsTheTableSays() {
        state = machine.start(TLS).next();

        said("LOGIN a b");
        assertThat(said(new SessionEvent.LoginRefused(LoginRefusal.CREDENTIALS)))
                .isEqualTo("a NO [AUTHENTICATIONFAILED] Authentication failed\n");
        said("LOGIN a b");
        assertThat(said(new SessionEvent.LoginRefused(LoginRefusal.TEMPORARY)))
                .isEqualTo("a NO [UNAVAILABLE] Temporary authentication failure\n");
    }

    @org.junit.jupiter.api.Tag("IMAP-5")
    @Test
    void twentyErrorsEndTheSession() {
        state = LOGGED_IN;
        for (int i = 0; i < 19; i++) {
            assertThat(said("NONSENSE")).isEqualTo("a BAD Expected command at 10\n");
        }

        assertThat(said("NONSENSE")).isEqualTo("a BAD Expected command at 10\n* BYE Too many errors\nClose\n");
        assertThat(said("NOOP")).isEmpty();
    }

    @org.junit.jupiter.api.Tag("IMAP-1")
    @Test
    void enableChangesTheRevisionOnce() {
        state = LOGGED_IN;

        assertThat(said("ENABLE IMAP4rev2 X")).isEqualTo("* ENABLED IMAP4rev2\na OK Enabled\n");
        assertThat(state).isEqualTo(new SessionState.Authenticated(Revision.IMAP4REV2, 0));
        assertThat(said("ENABLE IMAP4rev2")).isEqualTo("* ENABLED\na OK Enabled\n");
        state = SELECTED;
        assertThat(said("ENABLE IMAP4rev2")).startsWith("a BAD");
    }

    @Test
    void commandsBelongToTheirStates() {
        state = LOGGED_IN;
        assertThat(said("FETCH 1 FLAGS")).isEqualTo("a BAD No mailbox selected\n");
        assertThat(said("LOGIN a b")).startsWith("a BAD");
        assertThat(said("STARTTLS")).startsWith("a BAD");
        state = SELECTED;
        assertThat(said("FETCH 1 FLAGS")).startsWith("Perform");
        state = new SessionState.Selected(Revision.IMAP4REV1, 0, Access.READ_ONLY);
        assertThat(said("STORE 1 FLAGS ()")).isEqualTo("a NO [CANNOT] Mailbox is read-only\n");
        assertThat(said("COPY 1 x")).startsWith("Perform");
    }

    @Test
    void aPerformedCommandMovesTheSession() {
        state = LOGGED_IN;

        said("SELECT INBOX");
        var done = new SessionEvent.CommandPerformed(
                StatusText.ok("Select completed"), new Selection.Opened(Access.READ_ONLY));

        assertThat(said(done)).isEqualTo("a OK Select completed\n");
        assertThat(state).isEqualTo(new SessionState.Selected(Revision.IMAP4REV1, 0, Access.READ_ONLY));
        said("CLOSE");
        said(new SessionEvent.CommandPerformed(StatusText.ok("Closed"), new Selection.Closed()));
        assertThat(state).isEqualTo(LOGGED_IN);
    }

    @org.junit.jupiter.api.Tag("IMAP-5")
    @Test
    void aMessageBeyondTheLimitIsTooBig() {
        state = LOGGED_IN;
        var append = CommandParser.parseAppend("a APPEND x ", new Literal(1001, true, false), Revision.IMAP4REV1);

        assertThat(said(new SessionEvent.CommandReceived(append))).isEqualTo("a NO [TOOBIG] Too many octets\n");
    }

    @org.junit.jupiter.api.Tag("IMAP-11")
    @Test
    void idleEndsWithDoneOnly() {
        state = SELECTED;

        assertThat(said("IDLE")).isEqualTo("+ idling\nStartPushing\n");
        assertThat(said(new SessionEvent.ContinuationReceived("done"))).isEqualTo("StopPushing\na OK Idle completed\n");
        said("IDLE");
        assertThat(said(new SessionEvent.ContinuationReceived("x NOOP")))
                .isEqualTo("StopPushing\na BAD Expected DONE\n");
        said("IDLE");
        assertThat(said(new SessionEvent.TimedOut())).isEqualTo("* BYE Idle for too long\nClose\n");
    }

    @Test
    void framingFaultsAreAnswered() {
        state = LOGGED_IN;

        assertThat(said(new SessionEvent.FramingViolated(new Tag("x"), Fault.LITERAL_TOO_BIG)))
                .isEqualTo("x NO [TOOBIG] Too many octets\n");
        assertThat(said(new SessionEvent.FramingViolated(null, Fault.BARE_CR_OR_LF)))
                .isEqualTo("* BAD Bare CR or LF\n");
    }

    private String said(String command) {
        return said(new SessionEvent.CommandReceived(CommandParser.parse("a " + command, Revision.IMAP4REV1)));
    }

    private String said(SessionEvent event) {
        Transition transition = machine.next(state, event);
        state = transition.next();
        return said(transition);
    }

    private static String said(Transition transition) {
        var text = new StringBuilder();
        for (SessionEffect effect : transition.effects()) {
            text.append(
                    effect instanceof SessionEffect.Respond(ImapResponse response)
                            ? written(response)
                            : effect.getClass().getSimpleName() + "\n");
        }
        return text.toString();
    }

    private static String written(ImapResponse response) {
        var out = new ImapWriter(64);
        ResponseWriter.write(response, Revision.IMAP4REV1, out);
        return out.toString().replace("\r\n", "\n");
    }
}
