package org.letterlock.dkim.setting;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainId;

/**
 * What is set for a domain.
 *
 * @param version 0 for what nobody has set yet
 * @param signing the switch (DKIM-18); null means on as soon as there are keys
 * @param forced whether keys sign whose record is not seen in DNS yet
 * @param ed25519 whether the domain signs with Ed25519 too (DKIM-3)
 * @param testing whether records tell verifiers that the domain is testing DKIM
 * @param selectorPrefix what new selectors start with
 * @param rsaBits size of new RSA keys
 * @param lifetime how long a signature is good; zero for ever (DKIM-21)
 * @param stopOnMissing whether a key whose record vanished stops signing (DKIM-15)
 * @param rotateEvery after how many days new keys are made by themselves; zero for never (DKIM-36)
 * @param retireAfter how long the record of a replaced key stays, at least (DKIM-35)
 * @param publishRetired whether the private half of a retired key is told to everybody (DKIM-39)
 */
public record DomainSettings(
        DomainId domain,
        long version,
        @Nullable Boolean signing,
        boolean forced,
        boolean ed25519,
        boolean testing,
        String selectorPrefix,
        int rsaBits,
        Duration lifetime,
        boolean stopOnMissing,
        Duration rotateEvery,
        Duration retireAfter,
        boolean publishRetired) {
    /** How long mail may wait in the outbound queue after it was signed. */
    private static final Duration QUEUE_LIFETIME = Duration.ofDays(5);

    /** The defaults. */
    public static DomainSettings of(DomainId domain) {
        return new DomainSettings(
                domain,
                0,
                null,
                false,
                true,
                false,
                "mail",
                2048,
                Duration.ofDays(7),
                false,
                Duration.ofDays(180),
                Duration.ofDays(14),
                false);
    }

    /** How long verifiers may ask for the record of a key after its last signature: {@link #retireAfter} or longer (DKIM-35). */
    public Duration recordNeededFor() {
        Duration needed = QUEUE_LIFETIME.plus(lifetime);
        return retireAfter.compareTo(needed) < 0 ? needed : retireAfter;
    }

    /** Whether the domain wants its mail signed. */
    public boolean wantsSigning(boolean hasKeys) {
        return signing == null ? hasKeys : signing;
    }
}
