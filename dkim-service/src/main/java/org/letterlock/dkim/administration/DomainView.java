package org.letterlock.dkim.administration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.dkim.SignReply.Reason;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.dkim.signing.SigningDecision;

/**
 * A domain as a client sees it.
 *
 * @param state what happens to mail of the domain now
 * @param rotation the new key set that waits to take over; null where none does (DKIM-34)
 * @param warnings such as {@code dkim-without-antispoofing} (SPOOF-19)
 * @param records what is to be published before signing starts; empty otherwise
 */
record DomainView(
        String domain,
        List<String> aliases,
        State state,
        boolean signing,
        boolean force,
        boolean ed25519,
        boolean testing,
        String selectorPrefix,
        int rsaBits,
        int signatureLifetimeDays,
        boolean stopOnMissing,
        int rotateEvery,
        int retireAfter,
        boolean publishRetired,
        boolean signForRelayGroup,
        @Nullable RotationView rotation,
        List<String> warnings,
        List<RecordView> records) {

    /** What happens to mail of the domain. */
    enum State {
        ACTIVE,
        PENDING_DNS,
        NO_KEYS,
        OFF
    }

    /** The view; {@code isProtected} says whether nobody can send in the domain's name who may not (SPOOF-1). */
    static DomainView of(
            DomainRecord domain,
            boolean isProtected,
            DomainSettings settings,
            List<SigningKey> keys,
            @Nullable RotationView rotation,
            List<RecordView> allRecords) {
        SigningDecision decision = SigningDecision.judge(settings, keys);
        State state = switch (decision) {
            case SigningDecision.Sign _ -> State.ACTIVE;
            case SigningDecision.Leave(Reason reason) -> state(reason);
        };
        boolean hasKeys = keys.stream().anyMatch(key -> key.state().isLive());
        boolean signing = settings.wantsSigning(hasKeys);
        return new DomainView(
                domain.name().text(),
                domain.aliases().stream().map(alias -> alias.text()).toList(),
                state,
                signing,
                settings.forced(),
                settings.ed25519(),
                settings.testing(),
                settings.selectorPrefix(),
                settings.rsaBits(),
                (int) settings.lifetime().toDays(),
                settings.stopOnMissing(),
                (int) settings.rotateEvery().toDays(),
                (int) settings.retireAfter().toDays(),
                settings.publishRetired(),
                false,
                rotation,
                signing && !isProtected ? List.of("dkim-without-antispoofing") : List.of(),
                state == State.PENDING_DNS ? allRecords : List.of());
    }

    private static State state(Reason reason) {
        return switch (reason) {
            case NO_KEYS -> State.NO_KEYS;
            case SWITCHED_OFF -> State.OFF;
            case PENDING_DNS -> State.PENDING_DNS;
        };
    }
}
