package org.letterlock.egress.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope.Returned;
import org.letterlock.egress.delivery.AttemptResult.Handshake;
import org.letterlock.egress.delivery.AttemptResult.Verdict;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.route.HostLogin;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.Resolution;
import org.letterlock.egress.route.Route;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.egress.route.Routes;
import org.letterlock.egress.route.Target;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.smtp.client.ClientProfile;
import org.letterlock.smtp.client.ClientProfile.LoginUse;
import org.letterlock.smtp.client.ClientProfile.TlsUse;
import org.letterlock.smtp.client.OutgoingMail;
import org.letterlock.smtp.client.OutgoingMail.Content;
import org.letterlock.smtp.client.OutgoingMail.OutgoingRecipient;
import org.letterlock.smtp.client.RecipientOutcome;
import org.letterlock.smtp.client.RecipientOutcome.Accepted;
import org.letterlock.smtp.client.RecipientOutcome.ConnectionTrouble;
import org.letterlock.smtp.client.RecipientOutcome.PermanentFailure;
import org.letterlock.smtp.client.RecipientOutcome.TransientFailure;
import org.letterlock.smtp.client.RecipientOutcome.Trouble;
import org.letterlock.smtp.command.MailParameters.Ret;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

/** Tries entries of one message for one domain: host after host until each entry is decided. Blocks. */
final class DeliveryAttempt {
    private static final EnhancedStatusCode NO_CONNECTION = new EnhancedStatusCode(4, 4, 1);
    private static final EnhancedStatusCode BAD_CONNECTION = new EnhancedStatusCode(4, 4, 2);
    private static final EnhancedStatusCode NO_TLS = new EnhancedStatusCode(4, 7, 4);
    private static final EnhancedStatusCode TLS_TROUBLE = new EnhancedStatusCode(4, 7, 5);
    private static final EnhancedStatusCode DONE = new EnhancedStatusCode(2, 0, 0);

    // After that no further host is tried: ten that do nothing but wait would keep a place for hours.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final MailRouter router;
    private final SmtpTransport transport;
    private final HostPasswords passwords;
    private final Supplier<List<SaslMechanism>> loginMethods;
    private final Domain helloName;
    private final InstantSource clock;

    /** @param loginMethods those of the security policy, by preference (POL-7) */
    DeliveryAttempt(
            MailRouter router,
            SmtpTransport transport,
            HostPasswords passwords,
            Supplier<List<SaslMechanism>> loginMethods,
            Domain helloName,
            InstantSource clock) {
        this.router = router;
        this.transport = transport;
        this.passwords = passwords;
        this.loginMethods = loginMethods;
        this.helloName = helloName;
        this.clock = clock;
    }

    /** One result for each entry. */
    List<AttemptResult> run(AcceptedMessage message, List<QueueEntry> entries, Routes routes, ContentSource source) {
        Map<Route, List<QueueEntry>> byRoute = new LinkedHashMap<>();
        for (QueueEntry entry : entries) {
            Route route = routes.find(message.envelope().reversePath(), entry.address());
            byRoute.computeIfAbsent(route, _ -> new ArrayList<>()).add(entry);
        }
        List<AttemptResult> results = new ArrayList<>();
        byRoute.forEach((route, onRoute) -> results.addAll(run(message, route, onRoute, source)));
        return results;
    }

    private List<AttemptResult> run(
            AcceptedMessage message, Route route, List<QueueEntry> entries, ContentSource source) {
        return switch (router.resolve(route)) {
            case Resolution.Unroutable(EnhancedStatusCode status, String reason) ->
                entries.stream()
                        .map(entry -> new AttemptResult(entry, new Verdict.Refused(), status, reason, null, null))
                        .toList();
            case Resolution.Undecided(EnhancedStatusCode status, String reason) ->
                entries.stream()
                        .map(entry -> new AttemptResult(
                                entry, new Verdict.Deferred(Handshake.NO_MATTER), status, reason, null, null))
                        .toList();
            case Resolution.Found(List<Target> targets) -> tryAll(message, route, targets, entries, source);
        };
    }

    private List<AttemptResult> tryAll(
            AcceptedMessage message,
            Route route,
            List<Target> targets,
            List<QueueEntry> entries,
            ContentSource source) {
        Map<QueueEntry, AttemptResult> results = new LinkedHashMap<>();
        List<QueueEntry> undecided = entries;
        Instant patience = clock.instant().plus(LONGEST);
        for (Target target : targets) {
            List<QueueEntry> tried = undecided;
            Conversation conversation = transport
                    .deliver(target, profile(message, route, tried), login(route, target), source)
                    .join();
            undecided = new ArrayList<>();
            for (int i = 0; i < tried.size(); i++) {
                RecipientOutcome outcome = conversation.outcomes().get(i);
                QueueEntry entry = tried.get(i);
                results.put(entry, result(entry, outcome, route, target, conversation));
                if (outcome instanceof ConnectionTrouble) {
                    undecided.add(entry);
                }
            }
            if (undecided.isEmpty() || clock.instant().isAfter(patience)) {
                break;
            }
        }
        return List.copyOf(results.values());
    }

    private ClientProfile profile(AcceptedMessage message, Route route, List<QueueEntry> entries) {
        Returned returned = message.envelope().returned();
        OutgoingMail mail = new OutgoingMail(
                message.envelope().reversePath(),
                message.content().messageSize(),
                message.needs8BitMime() ? Content.EIGHT_BIT : Content.SEVEN_BIT,
                returned == null
                        ? null
                        : switch (returned) {
                            case FULL -> Ret.FULL;
                            case HEADERS -> Ret.HDRS;
                        },
                message.envelope().envelopeId(),
                entries.stream()
                        .map(entry -> new OutgoingRecipient(entry.address(), DsnParameters.of(entry.recipient())))
                        .toList());
        LoginUse login = route instanceof Route.ToHost host && host.login() != null ? LoginUse.REQUIRED : LoginUse.NONE;
        return new ClientProfile(helloName, tlsUse(route.tls(), entries), login, mail);
    }

    private static TlsUse tlsUse(TlsMode mode, List<QueueEntry> entries) {
        return switch (mode) {
            case OPPORTUNISTIC -> entries.stream().anyMatch(QueueEntry::avoidTls) ? TlsUse.NEVER : TlsUse.OPPORTUNISTIC;
            case REQUIRED -> TlsUse.REQUIRED;
            case VERIFIED -> TlsUse.VERIFIED;
            case NONE -> TlsUse.NEVER;
        };
    }

    private @Nullable RelayExchange login(Route route, Target target) {
        if (!(route instanceof Route.ToHost(String host, int _, TlsMode _, @Nullable HostLogin login))
                || login == null) {
            return null;
        }
        return new RelayExchange(login.user(), passwords.open(host, login), loginMethods.get(), target.host());
    }

    private static AttemptResult result(
            QueueEntry entry, RecipientOutcome outcome, Route route, Target target, Conversation conversation) {
        Verdict verdict = switch (outcome) {
            case Accepted(var _, var dsnSupport) -> new Verdict.Relayed(dsnSupport);
            case PermanentFailure _ -> new Verdict.Refused();
            case TransientFailure _ -> new Verdict.Deferred(Handshake.NO_MATTER);
            case ConnectionTrouble(Trouble trouble, var _) -> new Verdict.Deferred(handshake(route.tls(), trouble));
        };
        return new AttemptResult(entry, verdict, status(outcome), text(outcome), target.host(), conversation.tls());
    }

    private static Handshake handshake(TlsMode mode, Trouble trouble) {
        boolean ofTls = switch (trouble) {
            case TLS_FAILED, TLS_NOT_OFFERED, CERTIFICATE_REFUSED -> true;
            case NOT_CONNECTED,
                    CONNECTION_LOST,
                    TIMED_OUT,
                    MALFORMED_REPLY,
                    REFUSED_AT_GREETING,
                    SERVER_CLOSING,
                    OCTETS_BEFORE_HANDSHAKE -> false;
        };
        return switch (mode) {
            case REQUIRED, VERIFIED -> ofTls ? Handshake.DEMANDED : Handshake.NO_MATTER;
            case OPPORTUNISTIC, NONE -> ofTls ? Handshake.FAILED : Handshake.NO_MATTER;
        };
    }

    private static EnhancedStatusCode status(RecipientOutcome outcome) {
        return switch (outcome) {
            case Accepted(PeerReply reply, var _) -> {
                EnhancedStatusCode status = reply.status();
                yield status == null ? DONE : status;
            }
            case PermanentFailure(EnhancedStatusCode status, var _) -> status;
            case TransientFailure(EnhancedStatusCode status, var _) -> status;
            case ConnectionTrouble(Trouble trouble, var _) ->
                switch (trouble) {
                    case NOT_CONNECTED -> NO_CONNECTION;
                    case TLS_NOT_OFFERED -> NO_TLS;
                    case TLS_FAILED, CERTIFICATE_REFUSED, OCTETS_BEFORE_HANDSHAKE -> TLS_TROUBLE;
                    case CONNECTION_LOST, TIMED_OUT, MALFORMED_REPLY, REFUSED_AT_GREETING, SERVER_CLOSING ->
                        BAD_CONNECTION;
                };
        };
    }

    private static String text(RecipientOutcome outcome) {
        return switch (outcome) {
            case Accepted(PeerReply reply, var _) -> reply.escaped().text();
            case PermanentFailure(EnhancedStatusCode status, @Nullable PeerReply reply) ->
                reply == null ? LocalReasons.of(status) : reply.escaped().text();
            case TransientFailure(EnhancedStatusCode status, @Nullable PeerReply reply) ->
                reply == null ? LocalReasons.of(status) : reply.escaped().text();
            case ConnectionTrouble(Trouble trouble, @Nullable PeerReply reply) ->
                reply == null ? LocalReasons.of(trouble) : reply.escaped().text();
        };
    }
}
