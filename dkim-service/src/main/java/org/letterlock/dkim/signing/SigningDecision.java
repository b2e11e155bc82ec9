package org.letterlock.dkim.signing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.letterlock.contracts.dkim.SignReply.Reason;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.DomainSettings;

/** Which keys of a domain sign, or why none (DKIM-18, DKIM-20). */
public sealed interface SigningDecision {
    /** These keys sign, in this order: Ed25519 first (DKIM-27). */
    record Sign(List<SigningKey> keys) implements SigningDecision {
        public Sign {
            keys = List.copyOf(keys);
        }
    }

    /** Nothing is signed. */
    record Leave(Reason reason) implements SigningDecision {}

    /** Judges by what is set and which keys there are. */
    static SigningDecision judge(DomainSettings settings, List<SigningKey> keys) {
        List<SigningKey> live =
                keys.stream().filter(key -> key.state().isLive()).toList();
        if (!settings.wantsSigning(!live.isEmpty())) {
            return new Leave(live.isEmpty() ? Reason.NO_KEYS : Reason.SWITCHED_OFF);
        }
        if (live.isEmpty()) {
            return new Leave(Reason.NO_KEYS);
        }
        List<SigningKey> signing = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm == Algorithm.RSA_SHA256 || settings.ed25519()) {
                newest(settings, live, algorithm).ifPresent(signing::add);
            }
        }
        return signing.isEmpty() ? new Leave(Reason.PENDING_DNS) : new Sign(signing);
    }

    // An active key, else a waiting one if the domain signs by force.
    private static Optional<SigningKey> newest(DomainSettings settings, List<SigningKey> live, Algorithm algorithm) {
        Comparator<SigningKey> order = Comparator.comparing((SigningKey key) -> key.state() == KeyState.ACTIVE)
                .thenComparing(SigningKey::createdAt);
        return live.stream()
                .filter(key -> key.algorithm() == algorithm)
                .filter(key -> key.state() == KeyState.ACTIVE || settings.forced())
                .filter(key -> !(settings.stopOnMissing() && key.recordMissing()))
                .max(order);
    }
}
