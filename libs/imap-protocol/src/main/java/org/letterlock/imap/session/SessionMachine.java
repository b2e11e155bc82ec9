package org.letterlock.imap.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.ReceivedCommand;
import org.letterlock.imap.command.ReceivedCommand.Misunderstood;
import org.letterlock.imap.command.ReceivedCommand.Understood;
import org.letterlock.imap.command.Secret;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.framing.Frame.Fault;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.response.StatusText.Condition;
import org.letterlock.imap.session.SessionEffect.ClientResponse;
import org.letterlock.imap.session.SessionEffect.Close;
import org.letterlock.imap.session.SessionEffect.Respond;
import org.letterlock.imap.session.SessionEvent.Selection;
import org.letterlock.imap.session.SessionState.Authenticated;
import org.letterlock.imap.session.SessionState.AwaitingAcknowledgement;
import org.letterlock.imap.session.SessionState.AwaitingDecision;
import org.letterlock.imap.session.SessionState.AwaitingResponse;
import org.letterlock.imap.session.SessionState.Ended;
import org.letterlock.imap.session.SessionState.Idling;
import org.letterlock.imap.session.SessionState.LoggedIn;
import org.letterlock.imap.session.SessionState.NotAuthenticated;
import org.letterlock.imap.session.SessionState.Performing;
import org.letterlock.imap.session.SessionState.Selected;
import org.letterlock.imap.session.SessionState.StartingTls;

/**
 * The order of commands (RFC 9051 section 3), logging in (section 6.2) and what ends a session. Pure.
 *
 * <pre>
 * NotAuthenticated         STARTTLS                     StartingTls
 * StartingTls              TlsEstablished               NotAuthenticated, with a fresh error count
 * NotAuthenticated         AUTHENTICATE, LOGIN          AwaitingDecision
 * AwaitingDecision         Challenged                   AwaitingResponse
 * AwaitingDecision         LoginGranted                 Authenticated, or AwaitingAcknowledgement when there is a last word
 * AwaitingDecision         LoginRefused                 NotAuthenticated
 * AwaitingResponse         a line                       AwaitingDecision, or NotAuthenticated after "*"
 * AwaitingAcknowledgement  an empty line                Authenticated
 * Authenticated, Selected  IDLE                         Idling
 * Idling                   a line                       as before IDLE
 * Authenticated, Selected  any other allowed command    Performing
 * Performing               CommandPerformed             Authenticated or Selected
 * any                      LOGOUT, too many errors      Ended
 * </pre>
 */
public final class SessionMachine {
    private static final int MAX_ERRORS = 20; // IMAP-5
    private static final StatusText TOO_MANY_ERRORS = StatusText.bye("Too many errors");
    private static final StatusText NOT_NOW = StatusText.bad("Command not allowed now");
    private static final StatusText CANCELLED = StatusText.bad("Authentication cancelled");

    private final long appendLimit;
    private final Supplier<Map<String, String>> software;

    /** A machine that tells nothing of the server, for sessions in which APPEND takes up to {@code appendLimit} octets (RFC 7889). */
    public SessionMachine(long appendLimit) {
        this(appendLimit, Map::of);
    }

    /**
     * A machine as above.
     *
     * @param software what is told of the server in reply to ID (RFC 2971 section 3.3), its {@code name} in the greeting too;
     *     asked for each time, so that a change acts on open sessions
     */
    public SessionMachine(long appendLimit, Supplier<Map<String, String>> software) {
        this.appendLimit = appendLimit;
        this.software = software;
    }

    /** Where a session goes, and what is to be done on the way. */
    public record Transition(SessionState next, List<SessionEffect> effects) {
        public Transition {
            effects = List.copyOf(effects);
        }
    }

    /** A new session, with its greeting. */
    public Transition start(ConnectionSecurity security) {
        String name = software.get().getOrDefault("name", "");
        var greeting = StatusText.ok(
                ResponseCode.capability(Capabilities.before(security)), (name + " IMAP server ready").strip());
        return new Transition(
                new NotAuthenticated(security, 0), List.of(new Respond(new ImapResponse.Untagged(greeting))));
    }

    /** The next state of a session. */
    public Transition next(SessionState state, SessionEvent event) {
        return switch (event) {
            case SessionEvent.CommandReceived(var command) -> command(state, command);
            case SessionEvent.FramingViolated(var tag, var fault) -> violated(state, tag, fault);
            case SessionEvent.ContinuationReceived(var line) -> continuation(state, line);
            case SessionEvent.StartTlsFollowed(var tag) ->
                end(completion(tag, StatusText.bad("Nothing may follow STARTTLS")));
            case SessionEvent.TlsEstablished(var security) ->
                new Transition(new NotAuthenticated(security, 0), List.of());
            case SessionEvent.SecurityChanged(var security) -> new Transition(held(state, security), List.of());
            case SessionEvent.Challenged(var base64) -> challenged(state, base64);
            case SessionEvent.LoginGranted(var lastWord) -> granted(state, lastWord);
            case SessionEvent.LoginRefused(var refusal) -> refused(state, refusal);
            case SessionEvent.CommandPerformed performed -> performed(state, performed);
            case SessionEvent.TimedOut() -> expelled(state, timeout(state));
            case SessionEvent.Expelled(var bye) -> expelled(state, bye);
        };
    }

    private static StatusText timeout(SessionState state) {
        return state instanceof Idling ? StatusText.bye("Idle for too long") : StatusText.bye("Timeout");
    }

    private static Transition expelled(SessionState state, StatusText bye) {
        return state instanceof Ended || state instanceof StartingTls
                ? new Transition(new Ended(), List.of(new Close()))
                : end(new ImapResponse.Untagged(bye));
    }

    private static Transition end(ImapResponse... last) {
        List<SessionEffect> effects = new ArrayList<>();
        for (ImapResponse response : last) {
            effects.add(new Respond(response));
        }
        effects.add(new Close());
        return new Transition(new Ended(), effects);
    }

    private static ImapResponse completion(Tag tag, StatusText status) {
        return new ImapResponse.Completion(tag, status);
    }

    private static Transition stay(SessionState state, ImapResponse... responses) {
        List<SessionEffect> effects = new ArrayList<>();
        for (ImapResponse response : responses) {
            effects.add(new Respond(response));
        }
        return new Transition(state, effects);
    }

    // Errors count in every state that reads commands; elsewhere there is nothing to go back to.
    private static Transition bad(SessionState state, @Nullable Tag tag, StatusText status) {
        ImapResponse answer = tag == null ? new ImapResponse.Untagged(status) : completion(tag, status);
        int errors = 1
                + switch (state) {
                    case NotAuthenticated session -> session.errors();
                    case LoggedIn session -> session.errors();
                    case StartingTls _,
                            AwaitingDecision _,
                            AwaitingResponse _,
                            AwaitingAcknowledgement _,
                            Performing _,
                            Idling _,
                            Ended _ -> MAX_ERRORS;
                };
        if (errors >= MAX_ERRORS) {
            return end(answer, new ImapResponse.Untagged(TOO_MANY_ERRORS));
        }
        SessionState next = switch (state) {
            case NotAuthenticated session -> new NotAuthenticated(session.security(), errors);
            case LoggedIn session -> session.withErrors(errors);
            case StartingTls _,
                    AwaitingDecision _,
                    AwaitingResponse _,
                    AwaitingAcknowledgement _,
                    Performing _,
                    Idling _,
                    Ended _ -> state;
        };
        return stay(next, answer);
    }

    private Transition command(SessionState state, ReceivedCommand received) {
        if (state instanceof Ended) {
            return new Transition(state, List.of()); // pipelined after LOGOUT
        }
        return switch (received) {
            case Misunderstood(var tag, int offset, var expected) ->
                bad(state, tag, StatusText.bad("Expected " + expected.replace('"', '\'') + " at " + offset));
            case Understood(var tag, var command) ->
                switch (command) {
                    case ImapCommand.AnyState any -> anyState(state, tag, any);
                    case ImapCommand.NotAuthenticatedState login ->
                        state instanceof NotAuthenticated session
                                ? notAuthenticated(session, tag, login)
                                : bad(state, tag, NOT_NOW);
                    case ImapCommand.AuthenticatedState any ->
                        state instanceof LoggedIn session ? loggedIn(session, tag, any) : bad(state, tag, NOT_NOW);
                    case ImapCommand.SelectedState any ->
                        state instanceof Selected session
                                ? selected(session, tag, any)
                                : bad(state, tag, StatusText.bad("No mailbox selected"));
                };
        };
    }

    private Transition anyState(SessionState state, Tag tag, ImapCommand.AnyState command) {
        return switch (command) {
            case ImapCommand.Capability() ->
                stay(
                        state,
                        new ImapResponse.Capabilities(capabilities(state)),
                        completion(tag, StatusText.ok("Capability completed")));
            case ImapCommand.Noop noop ->
                state instanceof LoggedIn session
                        ? perform(session, tag, noop)
                        : stay(state, completion(tag, StatusText.ok("Noop completed")));
            case ImapCommand.Logout() ->
                end(
                        new ImapResponse.Untagged(StatusText.bye("Logging out")),
                        completion(tag, StatusText.ok("Logout completed")));
            case ImapCommand.Id _ ->
                stay(state, new ImapResponse.Id(software.get()), completion(tag, StatusText.ok("Id completed")));
        };
    }

    private List<String> capabilities(SessionState state) {
        return state instanceof NotAuthenticated session
                ? Capabilities.before(session.security())
                : Capabilities.after(appendLimit);
    }

    private static Transition notAuthenticated(
            NotAuthenticated session, Tag tag, ImapCommand.NotAuthenticatedState command) {
        return switch (command) {
            case ImapCommand.StartTls() ->
                session.security().offersStartTls()
                        ? new Transition(
                                new StartingTls(),
                                List.of(
                                        new Respond(completion(tag, StatusText.ok("Begin TLS negotiation now"))),
                                        new SessionEffect.UpgradeToTls()))
                        : bad(session, tag, StatusText.bad("TLS is active or not available"));
            case ImapCommand.Authenticate(var mechanism, var initialResponse) ->
                authenticate(session, tag, mechanism, initialResponse);
            case ImapCommand.Login(var userName, var password) -> login(session, tag, userName, password);
        };
    }

    private static Transition authenticate(
            NotAuthenticated session, Tag tag, String mechanism, @Nullable Secret initialResponse) {
        if (session.security().requiresTls()) {
            return stay(session, completion(tag, StatusText.TLS_REQUIRED));
        }
        if (!session.security().mechanisms().contains(mechanism)) {
            boolean wantsTls = session.security().needingTls().contains(mechanism);
            return stay(session, completion(tag, wantsTls ? StatusText.TLS_REQUIRED : LoginRefusal.MECHANISM.answer()));
        }
        if (initialResponse == null) {
            return new Transition(
                    new AwaitingDecision(session, tag),
                    List.of(new SessionEffect.BeginAuthentication(mechanism, null)));
        }
        String base64 = initialResponse.value().equals("=") ? "" : initialResponse.value(); // RFC 4959 section 3
        if (!isBase64(base64)) {
            return bad(session, tag, LoginRefusal.MALFORMED.answer());
        }
        var response = new ClientResponse.Base64(new Secret(base64));
        return new Transition(
                new AwaitingDecision(session, tag),
                List.of(new SessionEffect.BeginAuthentication(mechanism, response)));
    }

    private static Transition login(NotAuthenticated session, Tag tag, String userName, Secret password) {
        return switch (session.security().loginCommand()) {
            case PERMITTED ->
                new Transition(
                        new AwaitingDecision(session, tag),
                        List.of(new SessionEffect.BeginAuthentication(
                                "PLAIN", new ClientResponse.UserNameAndPassword(userName, password))));
            case NEEDS_TLS -> stay(session, completion(tag, StatusText.TLS_REQUIRED));
            case UNAVAILABLE -> stay(session, completion(tag, LoginRefusal.MECHANISM.answer()));
        };
    }

    private static SessionState held(SessionState state, ConnectionSecurity security) {
        return switch (state) {
            case NotAuthenticated before -> new NotAuthenticated(security, before.errors());
            case AwaitingDecision(var before, var tag) ->
                new AwaitingDecision(new NotAuthenticated(security, before.errors()), tag);
            case AwaitingResponse(var before, var tag) ->
                new AwaitingResponse(new NotAuthenticated(security, before.errors()), tag);
            case AwaitingAcknowledgement(var before, var tag) ->
                new AwaitingAcknowledgement(new NotAuthenticated(security, before.errors()), tag);
            case StartingTls _, LoggedIn _, Performing _, Idling _, Ended _ -> state;
        };
    }

    private static Transition challenged(SessionState state, String base64) {
        return state instanceof AwaitingDecision(var before, var tag)
                ? stay(new AwaitingResponse(before, tag), new ImapResponse.Challenge(base64))
                : new Transition(state, List.of()); // the session has ended meanwhile
    }

    private Transition granted(SessionState state, @Nullable String lastWord) {
        if (!(state instanceof AwaitingDecision(var before, var tag))) {
            return new Transition(state, List.of());
        }
        return lastWord == null
                ? enter(tag)
                : stay(new AwaitingAcknowledgement(before, tag), new ImapResponse.Challenge(lastWord));
    }

    private Transition enter(Tag tag) {
        var welcome = StatusText.ok(ResponseCode.capability(Capabilities.after(appendLimit)), "Logged in");
        return new Transition(
                new Authenticated(Revision.IMAP4REV1, 0),
                List.of(new SessionEffect.EnterMailbox(), new Respond(completion(tag, welcome))));
    }

    private static Transition refused(SessionState state, LoginRefusal refusal) {
        if (!(state instanceof AwaitingDecision(var before, var tag))) {
            return new Transition(state, List.of());
        }
        return refusal.answer().condition() == Condition.BAD
                ? bad(before, tag, refusal.answer())
                : stay(before, completion(tag, refusal.answer()));
    }

    private Transition continuation(SessionState state, String line) {
        return switch (state) {
            case AwaitingResponse(var before, var tag) -> {
                if (line.equals("*")) {
                    yield after(new SessionEffect.AbandonAuthentication(), bad(before, tag, CANCELLED));
                }
                yield isBase64(line)
                        ? new Transition(
                                new AwaitingDecision(before, tag),
                                List.of(new SessionEffect.ContinueAuthentication(
                                        new ClientResponse.Base64(new Secret(line)))))
                        : after(
                                new SessionEffect.AbandonAuthentication(),
                                bad(before, tag, LoginRefusal.MALFORMED.answer()));
            }
            case AwaitingAcknowledgement(var before, var tag) ->
                line.isEmpty()
                        ? enter(tag)
                        : after(new SessionEffect.AbandonAuthentication(), bad(before, tag, CANCELLED));
            case Idling(var before, var tag) ->
                after(
                        new SessionEffect.StopPushing(),
                        line.equalsIgnoreCase("DONE")
                                ? stay(before, completion(tag, StatusText.ok("Idle completed")))
                                : bad(before, tag, StatusText.bad("Expected DONE")));
            case NotAuthenticated _, StartingTls _, AwaitingDecision _, LoggedIn _, Performing _, Ended _ ->
                new Transition(state, List.of());
        };
    }

    private static Transition after(SessionEffect first, Transition then) {
        List<SessionEffect> effects = new ArrayList<>();
        effects.add(first);
        effects.addAll(then.effects());
        return new Transition(then.next(), effects);
    }

    // base64 = *(4base64-char) [base64-terminal]    RFC 9051 section 9
    private static boolean isBase64(String text) {
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return text.length() % 4 == 0
                && text.chars().limit(text.length() - padding).allMatch(SessionMachine::isBase64Character);
    }

    private static boolean isBase64Character(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    private Transition loggedIn(LoggedIn session, Tag tag, ImapCommand.AuthenticatedState command) {
        return switch (command) {
            case ImapCommand.Enable(var capabilities) -> enable(session, tag, capabilities);
            case ImapCommand.Namespace() ->
                stay(
                        session,
                        new ImapResponse.PersonalNamespace(),
                        completion(tag, StatusText.ok("Namespace completed")));
            case ImapCommand.Idle() ->
                new Transition(
                        new Idling(session, tag),
                        List.of(
                                new Respond(new ImapResponse.Continuation("idling")),
                                new SessionEffect.StartPushing()));
            case ImapCommand.Append append ->
                append.message().size() > appendLimit
                        ? stay(session, completion(tag, StatusText.TOO_BIG))
                        : perform(session, tag, append);
            case ImapCommand.Select _,
                    ImapCommand.Create _,
                    ImapCommand.Delete _,
                    ImapCommand.Rename _,
                    ImapCommand.Subscribe _,
                    ImapCommand.Unsubscribe _,
                    ImapCommand.ListMailboxes _,
                    ImapCommand.ListSubscribed _,
                    ImapCommand.Status _ -> perform(session, tag, command);
        };
    }

    // RFC 5161 section 3.1: only before a mailbox is selected.
    private static Transition enable(LoggedIn session, Tag tag, Set<String> capabilities) {
        if (!(session instanceof Authenticated authenticated)) {
            return bad(session, tag, NOT_NOW);
        }
        boolean enables = capabilities.contains("IMAP4REV2") && session.revision() == Revision.IMAP4REV1;
        return stay(
                enables ? new Authenticated(Revision.IMAP4REV2, authenticated.errors()) : session,
                new ImapResponse.Enabled(enables ? List.of("IMAP4rev2") : List.of()),
                completion(tag, StatusText.ok("Enabled")));
    }

    private static Transition selected(Selected session, Tag tag, ImapCommand.SelectedState command) {
        boolean changes = switch (command) {
            case ImapCommand.Expunge _, ImapCommand.Store _, ImapCommand.Move _ -> true;
            case ImapCommand.Check _,
                    ImapCommand.Close _,
                    ImapCommand.Unselect _,
                    ImapCommand.Search _,
                    ImapCommand.Fetch _,
                    ImapCommand.Copy _ -> false;
        };
        if (changes && session.access() == ImapCommand.Access.READ_ONLY) {
            return stay(session, completion(tag, StatusText.no(ResponseCode.CANNOT, "Mailbox is read-only")));
        }
        return perform(session, tag, command);
    }

    private static Transition perform(LoggedIn session, Tag tag, ImapCommand command) {
        return new Transition(new Performing(session, tag), List.of(new SessionEffect.Perform(tag, command)));
    }

    private static Transition performed(SessionState state, SessionEvent.CommandPerformed performed) {
        if (!(state instanceof Performing(var before, var tag))) {
            return new Transition(state, List.of()); // the session has ended meanwhile
        }
        LoggedIn next = switch (performed.selection()) {
            case Selection.Unchanged() -> before;
            case Selection.Opened(var access) -> new Selected(before.revision(), before.errors(), access);
            case Selection.Closed() -> new Authenticated(before.revision(), before.errors());
        };
        return performed.status().condition() == Condition.BAD
                ? bad(next, tag, performed.status())
                : stay(next, completion(tag, performed.status()));
    }

    private static Transition violated(SessionState state, @Nullable Tag tag, Fault fault) {
        if (state instanceof Ended) {
            return new Transition(state, List.of());
        }
        return switch (fault) {
            case LINE_TOO_LONG -> violation(state, tag, StatusText.bad("Line too long"));
            case BARE_CR_OR_LF -> violation(state, tag, StatusText.bad("Bare CR or LF"));
            case LITERAL_TOO_BIG ->
                tag == null
                        ? bad(state, null, StatusText.bad("Literal too big"))
                        : stay(state, completion(tag, StatusText.TOO_BIG));
        };
    }

    // A broken answer to a continuation request ends the command that asked for it.
    private static Transition violation(SessionState state, @Nullable Tag tag, StatusText status) {
        return switch (state) {
            case AwaitingResponse(var before, var awaited) ->
                after(new SessionEffect.AbandonAuthentication(), bad(before, awaited, status));
            case AwaitingAcknowledgement(var before, var awaited) ->
                after(new SessionEffect.AbandonAuthentication(), bad(before, awaited, status));
            case Idling(var before, var awaited) ->
                after(new SessionEffect.StopPushing(), bad(before, awaited, status));
            case NotAuthenticated _, StartingTls _, AwaitingDecision _, LoggedIn _, Performing _, Ended _ ->
                bad(state, tag, status);
        };
    }
}
