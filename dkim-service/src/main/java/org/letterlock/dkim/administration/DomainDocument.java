package org.letterlock.dkim.administration;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * What a client may set for a domain. What is left out takes its default, which is also the state of a domain that nobody has
 * touched.
 *
 * @param signing whether mail is signed; left out: as soon as there are keys (DKIM-18)
 * @param force sign before the records are seen in DNS
 * @param signatureLifetimeDays 2 to 30, 0 for no end (DKIM-21)
 * @param rotateEvery days, 30 to 730, 0 for never (DKIM-36)
 * @param retireAfter days, 1 to 365; longer where signatures live longer (DKIM-35)
 * @param publishRetired whether private keys are shown once they are retired (DKIM-39)
 * @param signForRelayGroup not available yet (DKIM-19)
 */
record DomainDocument(
        @Nullable Boolean signing,
        @Nullable Boolean force,
        @Nullable Boolean ed25519,
        @Nullable Boolean testing,
        @Nullable String selectorPrefix,
        @Nullable Integer rsaBits,
        @Nullable Integer signatureLifetimeDays,
        @Nullable Boolean stopOnMissing,
        @Nullable Integer rotateEvery,
        @Nullable Integer retireAfter,
        @Nullable Boolean publishRetired,
        @Nullable Boolean signForRelayGroup) {
    private static final Set<Integer> RSA_BITS = Set.of(2048, 3072, 4096); // DKIM-2
    private static final int MIN_LIFETIME = 2;
    private static final int MAX_LIFETIME = 30;
    private static final int MIN_ROTATION = 30;
    private static final int MAX_ROTATION = 730;
    private static final int MAX_RETIREMENT = 365;

    static DomainDocument of(DomainSettings settings) {
        return new DomainDocument(
                settings.signing(),
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
                false);
    }

    /** The settings that replace {@code current}; {@code 422} with all faults at once. */
    DomainSettings settings(DomainSettings current) {
        if (Boolean.TRUE.equals(signForRelayGroup)) {
            throw new ProblemException(
                    ProblemType.FEATURE_UNAVAILABLE, "Mail of the relay group cannot be signed yet.");
        }
        DomainSettings defaults = DomainSettings.of(current.domain());
        String prefix = selectorPrefix == null ? defaults.selectorPrefix() : selectorPrefix;
        int bits = rsaBits == null ? defaults.rsaBits() : rsaBits;
        int days = signatureLifetimeDays == null ? (int) defaults.lifetime().toDays() : signatureLifetimeDays;
        int rotate = rotateEvery == null ? (int) defaults.rotateEvery().toDays() : rotateEvery;
        int retire = retireAfter == null ? (int) defaults.retireAfter().toDays() : retireAfter;
        new Faults()
                .require(
                        Selector.isPrefix(prefix),
                        "/selectorPrefix",
                        "invalid",
                        "1 to 20 lower-case letters, digits and hyphens, no hyphen at the ends.")
                .require(RSA_BITS.contains(bits), "/rsaBits", "not-allowed", "One of 2048, 3072, 4096.")
                .require(
                        days == 0 || (days >= MIN_LIFETIME && days <= MAX_LIFETIME),
                        "/signatureLifetimeDays",
                        "out-of-range",
                        "2 to 30, or 0 for no end.")
                .require(
                        rotate == 0 || (rotate >= MIN_ROTATION && rotate <= MAX_ROTATION),
                        "/rotateEvery",
                        "out-of-range",
                        "30 to 730, or 0 for never.")
                .require(retire >= 1 && retire <= MAX_RETIREMENT, "/retireAfter", "out-of-range", "1 to 365.")
                .throwIfAny();
        return new DomainSettings(
                current.domain(),
                current.version(),
                signing,
                Boolean.TRUE.equals(force),
                ed25519 == null ? defaults.ed25519() : ed25519,
                Boolean.TRUE.equals(testing),
                prefix,
                bits,
                Duration.ofDays(days),
                Boolean.TRUE.equals(stopOnMissing),
                Duration.ofDays(rotate),
                Duration.ofDays(retire),
                Boolean.TRUE.equals(publishRetired));
    }
}
