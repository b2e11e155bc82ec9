package org.letterlock.auth.login;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.apppassword.AppPasswords;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.credential.SealedVerifiers;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.Admission.Obstacle;
import org.letterlock.auth.login.Continuations.Resumed;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest.Begin;
import org.letterlock.contracts.authentication.AuthenticationRequest.Continue;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.sasl.ChannelBindingType;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.ServerExchange;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingKeys;
import org.letterlock.sasl.ServerStep;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.service.sealing.SecretEnvelopes;

/**
 * Takes the steps of a login: opens what the client said, drives the mechanism, checks the credentials and the state of the
 * account. Callers block; safe for use by any thread.
 */
final class LoginDialogue {
    private static final int NONCE_OCTETS = 18; // 144 bits, AUTH-6

    /**
     * By what somebody has shown to be the owner of an account.
     *
     * @param appPassword null for the account's own password
     * @param additionalData the mechanism's last word to the client; null where it has none
     */
    private record Proof(
            @Nullable UUID appPassword, @Nullable Octets additionalData) {}

    private final ServerIdentity server;
    private final LoginAccounts accounts;
    private final CredentialCheck credentials;
    private final PasswordCheck passwords;
    private final AppPasswords appPasswords;
    private final SecretEnvelopes envelopes;
    private final Continuations continuations;
    private final LoginEvents events;
    private final GuessingProtection guessing;
    private final Admission admission;
    private final SecureRandom random;
    private final InstantSource clock;

    LoginDialogue(
            ServerIdentity server,
            LoginAccounts accounts,
            CredentialCheck credentials,
            PasswordCheck passwords,
            AppPasswords appPasswords,
            SecretEnvelopes envelopes,
            Continuations continuations,
            LoginEvents events,
            GuessingProtection guessing,
            Admission admission,
            SecureRandom random,
            InstantSource clock) {
        this.server = server;
        this.accounts = accounts;
        this.credentials = credentials;
        this.passwords = passwords;
        this.appPasswords = appPasswords;
        this.envelopes = envelopes;
        this.continuations = continuations;
        this.events = events;
        this.guessing = guessing;
        this.admission = admission;
        this.random = random;
        this.clock = clock;
    }

    AuthenticationReply begin(Begin request) {
        Optional<SaslMechanism> named = SaslMechanism.find(request.mechanism());
        Attempt attempt = new Attempt(
                request.connection(),
                named.map(SaslMechanism::rfcName).orElse("unknown"), // never the peer's text
                request.service(),
                request.clientAddress(),
                request.encrypted(),
                clock.instant().plus(Continuations.LIFETIME));
        ChannelBindings bindings = bindings(request.channelBindings());
        Optional<SaslProtocol> protocol = ServerIdentity.protocolOf(request.service());
        Optional<SaslMechanism> mechanism = named.filter(
                        found -> LoginPolicy.localVerifiers().contains(found.needs()))
                .filter(found -> protocol.filter(found.protocols()::contains).isPresent())
                .filter(found ->
                        !found.needsChannelBinding() || !bindings.data().isEmpty());
        if (mechanism.isEmpty()) {
            return refuse(attempt, "", Reason.MECHANISM, "mechanism");
        }
        AwaitingClient state = ServerExchange.start(
                mechanism.get(),
                server.parameters(
                        mechanism.get(), protocol.orElseThrow(), bindings, request.plusAdvertised(), nonce()));
        SealedResponse initial = request.initialResponse();
        return initial == null
                ? challenge(attempt, ServerExchange.prompt(state), state)
                : answer(attempt, state, initial, ServerExchange::first);
    }

    AuthenticationReply proceed(Continue request) {
        Optional<Resumed> resumed = continuations.takeUp(request.connection(), request.continuation());
        if (resumed.isEmpty()) {
            return new Refused(Reason.MALFORMED);
        }
        Attempt attempt = resumed.get().attempt();
        if (clock.instant().isAfter(attempt.expiresAt())) {
            return refuse(attempt, "", Reason.CREDENTIALS, "too-late");
        }
        return answer(attempt, resumed.get().state(), request.response(), ServerExchange::next);
    }

    private AuthenticationReply answer(
            Attempt attempt,
            AwaitingClient state,
            SealedResponse response,
            BiFunction<AwaitingClient, SaslMessage, ServerStep> exchange) {
        if (guessing.isBlocked(attempt.clientAddress())) { // since the connection was accepted (GUESS-5)
            return refuse(attempt, "", Reason.TEMPORARY, "address-blocked");
        }
        if (events.areOverdue()) {
            return new Refused(Reason.TEMPORARY);
        }
        return take(attempt, exchange.apply(state, SaslMessage.of(envelopes.open(response))));
    }

    private AuthenticationReply take(Attempt attempt, ServerStep step) {
        return switch (step) {
            case ServerStep.Challenge(SaslMessage challenge, AwaitingClient next) ->
                challenge(attempt, challenge, next);
            case ServerStep.KeysWanted(AwaitingKeys next) -> {
                LoginCandidate candidate = accounts.find(next.name());
                if (guessing.turnsAway(claim(attempt, candidate))) {
                    yield refuse(attempt, candidate.canonicalName(), Reason.LOCKED, "locked");
                }
                yield take(
                        attempt,
                        ServerExchange.next(
                                next, credentials.verifier(next, candidate.verifiers(), candidate.canonicalName())));
            }
            case ServerStep.PasswordGiven(ClientIdentity identity, Password password) -> {
                LoginCandidate candidate = accounts.find(identity.authentication());
                if (guessing.turnsAway(claim(attempt, candidate))) {
                    yield refuse(attempt, candidate.canonicalName(), Reason.LOCKED, "locked");
                }
                yield judge(attempt, identity, candidate, password);
            }
            case ServerStep.Proven(ClientIdentity identity, SaslMessage additionalData) ->
                admit(
                        attempt,
                        identity,
                        accounts.find(identity.authentication()),
                        new Proof(null, additionalData.length() == 0 ? null : Octets.wrap(additionalData.toOctets())));
            case ServerStep.Failed(ServerStep.Failure failure, String name) -> failed(attempt, failure, name);
        };
    }

    private AuthenticationReply judge(
            Attempt attempt, ClientIdentity identity, LoginCandidate candidate, Password password) {
        Optional<UUID> app = appPasswords.match(candidate.id(), password, attempt.service(), attempt.clientAddress());
        if (app.isPresent()) {
            return admit(attempt, identity, candidate, new Proof(app.get(), null));
        }
        return switch (passwords.check(candidate, password, attempt.encrypted())) {
            case RIGHT -> admit(attempt, identity, candidate, new Proof(null, null));
            case WRONG -> refuseCredentials(attempt, candidate, password);
            case UNAVAILABLE -> refuse(attempt, candidate.canonicalName(), Reason.TEMPORARY, "directory-unavailable");
        };
    }

    /** The credentials are right; what else may stand against it is told only now (ACC-4, AUTH-5). */
    private AuthenticationReply admit(Attempt attempt, ClientIdentity identity, LoginCandidate candidate, Proof proof) {
        KnownAccount account = candidate.account();
        if (account == null) {
            return refuseCredentials(attempt, candidate, null); // deleted between two steps
        }
        boolean byAppPassword = proof.appPassword() != null;
        if (turnsAway(claim(attempt, candidate), admission.lacksSecondFactor(account, byAppPassword))) {
            return refuse(attempt, candidate.canonicalName(), Reason.LOCKED, "locked");
        }
        String authorization = identity.authorization();
        if (!authorization.isEmpty()
                && !accounts.find(authorization).canonicalName().equals(candidate.canonicalName())) {
            return refuse(attempt, candidate.canonicalName(), Reason.AUTHORIZATION_IDENTITY, "authorization-identity");
        }
        return admission
                .find(account, byAppPassword, attempt.service(), attempt.clientAddress())
                .map(found -> stop(attempt, candidate, account, found))
                .orElseGet(() -> grant(attempt, candidate, account, proof));
    }

    private AuthenticationReply stop(
            Attempt attempt, LoginCandidate candidate, KnownAccount account, Obstacle obstacle) {
        String name = candidate.canonicalName();
        return switch (obstacle) {
            case Obstacle.SecondFactor() ->
                refuse(attempt, name, Reason.SECOND_FACTOR, "app-password-required"); // told only now (APP-2)
            case Obstacle.Disabled() -> refuse(attempt, name, Reason.DISABLED, "disabled");
            case Obstacle.Expired() -> refuse(attempt, name, Reason.EXPIRED, "password-expired");
            case Obstacle.Denied(AccessVerdict.Denied denied) -> deny(attempt, candidate, account, denied);
            case Obstacle.Undecided() -> refuse(attempt, name, Reason.TEMPORARY, "access-policy-unknown");
        };
    }

    /**
     * Whether a lock stands against the claim; else its password counts as a success. Not where the second factor is missing:
     * whoever has nothing but the password must not become a known source of the name (GUESS-10).
     */
    private boolean turnsAway(LoginClaim claim, boolean isHalfProven) {
        return isHalfProven ? guessing.turnsAway(claim) : !guessing.succeeded(claim);
    }

    private AuthenticationReply deny(
            Attempt attempt, LoginCandidate candidate, KnownAccount account, AccessVerdict.Denied denied) {
        events.denied(
                attempt.service(),
                attempt.mechanism(),
                attempt.clientAddress(),
                attempt.encrypted(),
                account.id(),
                candidate.canonicalName(),
                denied);
        return new Refused(Reason.ACCESS_POLICY);
    }

    private AuthenticationReply grant(Attempt attempt, LoginCandidate candidate, KnownAccount account, Proof proof) {
        events.granted(
                attempt.service(),
                attempt.mechanism(),
                attempt.clientAddress(),
                attempt.encrypted(),
                candidate.canonicalName());
        return new Granted(
                account.id(),
                candidate.canonicalName(),
                proof.appPassword(),
                proof.additionalData(),
                proof.appPassword() == null
                        ? candidate.verifiers().map(SealedVerifiers::version).orElse(null)
                        : null);
    }

    private AuthenticationReply failed(Attempt attempt, ServerStep.Failure failure, String name) {
        return switch (failure) {
            case MALFORMED -> refuse(attempt, name, Reason.MALFORMED, "malformed");
            case CREDENTIALS -> refuseCredentials(attempt, accounts.find(name), null);
            case CHANNEL_BINDING -> refuse(attempt, name, Reason.CREDENTIALS, "channel-binding");
        };
    }

    /** @param password null where the mechanism does not show it */
    private AuthenticationReply refuseCredentials(
            Attempt attempt, LoginCandidate candidate, @Nullable Password password) {
        String reason = reason(attempt, candidate);
        Reason told = guessing.failed(claim(attempt, candidate), password);
        return refuse(attempt, candidate.canonicalName(), told, reason);
    }

    private static LoginClaim claim(Attempt attempt, LoginCandidate candidate) {
        return new LoginClaim(attempt.service(), attempt.clientAddress(), candidate.canonicalName());
    }

    private String reason(Attempt attempt, LoginCandidate candidate) {
        if (candidate.account() == null) {
            return "unknown-account";
        }
        if (candidate.verifiers().isEmpty() && !candidate.isMapped()) {
            return "no-password";
        }
        return SaslMechanism.find(attempt.mechanism())
                        .filter(mechanism ->
                                passwords.usable(candidate, attempt.encrypted()).contains(mechanism.needs()))
                        .isPresent()
                ? "wrong-password"
                : "mechanism not possible for stored password format"; // POL-9
    }

    private AuthenticationReply refuse(Attempt attempt, String account, Reason reason, String forTheLog) {
        events.refused(
                attempt.service(),
                attempt.mechanism(),
                attempt.clientAddress(),
                attempt.encrypted(),
                account,
                forTheLog);
        return new Refused(reason);
    }

    private AuthenticationReply challenge(Attempt attempt, SaslMessage challenge, AwaitingClient next) {
        return new Challenge(Octets.wrap(challenge.toOctets()), continuations.seal(attempt, next));
    }

    private static ChannelBindings bindings(Map<String, Octets> data) {
        Map<ChannelBindingType, SaslMessage> known = new EnumMap<>(ChannelBindingType.class);
        data.forEach((name, octets) ->
                ChannelBindingType.find(name).ifPresent(type -> known.put(type, SaslMessage.of(octets.view()))));
        return new ChannelBindings(known);
    }

    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
