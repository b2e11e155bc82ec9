package org.letterlock.ingress.mailbox.session;

import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.letterlock.imap.session.SessionMachine;
import org.letterlock.ingress.mailbox.authentication.LoginExchange;
import org.letterlock.ingress.mailbox.command.CommandPerformer;
import org.letterlock.ingress.mailbox.policy.SecurityDecision;
import org.letterlock.netty.session.SessionSeats;
import org.letterlock.netty.tls.TlsContexts;

/**
 * What every session of the process shares.
 *
 * @param logins makes the authentication exchange of a connection and a client's address
 * @param workers runs commands, which wait for the store
 * @param warnings is told of what a security log wants to know
 */
public record SessionServices(
        SessionMachine machine,
        SecurityDecision security,
        TlsContexts tls,
        BiFunction<UUID, String, LoginExchange> logins,
        CommandPerformer performer,
        Executor workers,
        SessionSeats seats,
        SecurityWarnings warnings,
        ImapTimes times) {}
