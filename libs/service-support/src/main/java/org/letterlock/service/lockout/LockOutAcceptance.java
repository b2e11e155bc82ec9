package org.letterlock.service.lockout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.WriteRequest;

/**
 * Refuses requests that would lock people out, unless the caller has shown that he knows it: by the token that the refusal came
 * with, which is good for five minutes, for him, for the same request and for exactly the same consequences (VAL-2, VAL-3).
 * Nothing is kept; the token is a MAC under the keyring. Safe for use by any thread.
 */
public final class LockOutAcceptance {
    /** How long a token is good. */
    public static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private static final String PURPOSE = "lock-out acceptance 1";
    private static final String LISTS = "/api/v1/lock-outs/";
    private static final int MAX_TOKEN = 200;

    private final Sealer sealer;
    private final InstantSource clock;

    public LockOutAcceptance(Sealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * An account as a refusal names it.
     *
     * @param likely whether it is judged by where it has logged in from lately
     */
    public record AffectedDocument(String account, String service, String reason, boolean likely) {
        /** As the API writes it. */
        public static AffectedDocument of(LockOut.Affected affected) {
            return new AffectedDocument(
                    affected.account(), affected.service(), affected.cause().word(), affected.likely());
        }
    }

    /**
     * Lets the change go on where it locks nobody out, or where the caller has accepted that it does.
     *
     * @param what digest of the change: equal for the same request
     * @throws ProblemException {@code 409 lock-out}
     */
    public void require(Principal caller, byte[] what, LockOut lockOut) {
        if (!lockOut.harms()) {
            return;
        }
        if (lockOut.isFatal() && !isAtTheMachine(caller)) {
            throw problem(
                    lockOut,
                    lockOut.cutsOffCaller()
                            ? "The change would cut you off from the administration; make it at the machine itself."
                            : "Nobody with the role FULL_ADMIN could log in any more; make it at the machine itself.");
        }
        WriteRequest request = WriteRequest.current().orElse(null);
        if (request == null || !isAccepted(request, what, lockOut)) {
            Instant until = clock.instant().plus(GOOD_FOR);
            throw problem(lockOut, "Accounts would lose their last way in.")
                    .with("acceptToken", token(caller, request, what, lockOut, until))
                    .with("acceptUntil", until.toString());
        }
        if (request.reason() == null) {
            throw ProblemException.validation(
                    "", "reason-required", "Say why in the field Change-Reason; the audit log keeps it.");
        }
    }

    private boolean isAccepted(WriteRequest request, byte[] what, LockOut lockOut) {
        String shown = request.acceptedLockOut();
        if (shown == null || shown.length() > MAX_TOKEN) {
            return false;
        }
        Instant until = expiry(shown);
        if (until == null || !clock.instant().isBefore(until)) {
            return false;
        }
        return MessageDigest.isEqual(
                token(request.principal(), request, what, lockOut, until).getBytes(StandardCharsets.US_ASCII),
                shown.getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Instant expiry(String token) {
        int dot = token.indexOf('.');
        try {
            return dot < 0 ? null : Instant.ofEpochMilli(Long.parseLong(token, 0, dot, 10));
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private String token(
            Principal caller, @Nullable WriteRequest request, byte[] what, LockOut lockOut, Instant until) {
        HexFormat hex = HexFormat.of();
        byte[] mac = sealer.token(
                ClassKey.KAFKA,
                PURPOSE,
                caller.account().toString(),
                request == null ? "" : request.method(),
                request == null ? "" : request.path(),
                hex.formatHex(what),
                hex.formatHex(lockOut.digest().view()),
                Long.toString(until.toEpochMilli()));
        return until.toEpochMilli() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static ProblemException problem(LockOut lockOut, String detail) {
        List<AffectedDocument> affected =
                lockOut.affected().stream().map(AffectedDocument::of).toList();
        ProblemException problem = new ProblemException(ProblemType.LOCK_OUT, detail)
                .with("count", lockOut.count())
                .with("affected", affected)
                .with("cutsOffCaller", lockOut.cutsOffCaller())
                .with("cutsOffLastAdministrator", lockOut.cutsOffLastAdministrator());
        String list = affectedList(lockOut);
        return list == null ? problem : problem.with("affectedList", list);
    }

    /** Where the whole list of accounts is found for five minutes; null where nobody is locked out. */
    public static @Nullable String affectedList(LockOut lockOut) {
        UUID report = lockOut.report();
        return report == null ? null : LISTS + report;
    }

    private static boolean isAtTheMachine(Principal caller) {
        return IpAddress.parse(caller.clientAddress()) instanceof Parsed<IpAddress>(IpAddress address)
                && address.isLoopback();
    }
}
