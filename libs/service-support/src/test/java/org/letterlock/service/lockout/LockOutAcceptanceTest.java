package org.letterlock.service.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.lockout.LockOut;
import org.letterlock.contracts.lockout.LockOut.Affected;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.WriteRequests;
import org.letterlock.testkit.MutableClock;

/** The token by which somebody accepts to lock people out (VAL-2, VAL-3). */
class LockOutAcceptanceTest {
    private static final byte[] CHANGE = {1};
    private static final String PATH = "/security-policy";

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private final LockOutAcceptance acceptance = new LockOutAcceptance(new Sealer(Keyring.inMemory()), clock);
    private final Principal anna = principal("192.0.2.1");

    @Test
    void whatLocksNobodyOutNeedsNoToken() {
        assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(0), null, null)).isNull();
    }

    @Test
    @Tag("VAL-2")
    void theRefusalNamesWhoIsAffectedAndWhereAllAre() {
        ProblemException refusal = refusal(anna, "PUT", PATH, CHANGE, lockOut(1), null, null);

        assertThat(refusal.type()).isEqualTo(ProblemType.LOCK_OUT);
        assertThat(refusal.extensions())
                .containsEntry("count", 1L)
                .containsEntry("affectedList", "/api/v1/lock-outs/" + new UUID(0, 1))
                .containsEntry("acceptUntil", "2026-03-01T12:05:00Z");
        assertThat(refusal.extensions().get("affected"))
                .isEqualTo(List.of(
                        new LockOutAcceptance.AffectedDocument("anna@example.org", "imap", "digest-only", false)));
    }

    @Test
    @Tag("VAL-3")
    void theTokenWithAReasonLetsTheSameRequestPass() {
        String token = token(anna, lockOut(1));

        assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(1), token, "old clients go"))
                .isNull();
        assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(1), token, null).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.code()).isEqualTo("reason-required"));
    }

    @Test
    @Tag("VAL-2")
    void theTokenIsForOneChangeOneCallerOneRequestAndItsConsequences() {
        String token = token(anna, lockOut(1));
        LockOut other = new LockOut(
                1, Map.of(), lockOut(1).affected(), Octets.wrap(new byte[] {9}), new UUID(0, 1), false, false);

        assertThat(refusal(anna, "PUT", PATH, new byte[] {2}, lockOut(1), token, "why"))
                .isNotNull();
        assertThat(refusal(principal("192.0.2.1"), "PUT", PATH, CHANGE, lockOut(1), token, "why"))
                .isNotNull();
        assertThat(refusal(anna, "PATCH", PATH, CHANGE, lockOut(1), token, "why"))
                .isNotNull();
        assertThat(refusal(anna, "PUT", "/services/imap", CHANGE, lockOut(1), token, "why"))
                .isNotNull();
        assertThat(refusal(anna, "PUT", PATH, CHANGE, other, token, "why")).isNotNull();
        for (String forged : List.of("", ".", "1.x", "x.y", token + "x", "9" + token, "1".repeat(500))) {
            assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(1), forged, "why"))
                    .as(forged)
                    .isNotNull();
        }
    }

    @Test
    @Tag("VAL-2")
    void theTokenIsGoodForFiveMinutes() {
        String token = token(anna, lockOut(1));

        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(1), token, "why")).isNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(refusal(anna, "PUT", PATH, CHANGE, lockOut(1), token, "why")).isNotNull();
    }

    @Test
    @Tag("VAL-3")
    @Tag("ADM-1")
    void cuttingOffTheCallerOrTheLastAdministratorIsNeverPossibleRemotely() {
        LockOut caller = new LockOut(0, Map.of(), List.of(), Octets.wrap(new byte[0]), null, true, false);
        LockOut last = new LockOut(0, Map.of(), List.of(), Octets.wrap(new byte[0]), null, false, true);
        Principal atTheMachine = principal("127.0.0.1");

        assertThat(refusal(anna, "PUT", PATH, CHANGE, caller, null, "why").extensions())
                .doesNotContainKey("acceptToken");
        assertThat(refusal(anna, "PUT", PATH, CHANGE, last, null, "why").extensions())
                .doesNotContainKey("acceptToken");
        String token = token(atTheMachine, last);
        assertThat(refusal(atTheMachine, "PUT", PATH, CHANGE, last, token, "why"))
                .isNull();
        assertThat(refusal(
                        new Principal(
                                atTheMachine.account(), "a", Role.FULL_ADMIN, UUID.randomUUID(), false, "192.0.2.1"),
                        "PUT",
                        PATH,
                        CHANGE,
                        last,
                        token,
                        "why"))
                .isNotNull();
    }

    private String token(Principal caller, LockOut lockOut) {
        return String.valueOf(refusal(caller, "PUT", PATH, CHANGE, lockOut, null, null)
                .extensions()
                .get("acceptToken"));
    }

    /** Null where the request may go on. */
    private @Nullable ProblemException refusal(
            Principal caller,
            String method,
            String path,
            byte[] change,
            LockOut lockOut,
            @Nullable String token,
            @Nullable String reason) {
        return WriteRequests.during(caller, method, path, token, reason, () -> {
            try {
                acceptance.require(caller, change, lockOut);
                return null;
            } catch (ProblemException refused) {
                return refused;
            }
        });
    }

    private static LockOut lockOut(int count) {
        return new LockOut(
                count,
                Map.of(Cause.DIGEST_ONLY, (long) count),
                List.of(new Affected("anna@example.org", "imap", Cause.DIGEST_ONLY, false)),
                Octets.wrap(new byte[] {1}),
                new UUID(0, 1),
                false,
                false);
    }

    private static Principal principal(String address) {
        return new Principal(
                new AccountId(UUID.randomUUID()), "anna", Role.FULL_ADMIN, UUID.randomUUID(), false, address);
    }
}
