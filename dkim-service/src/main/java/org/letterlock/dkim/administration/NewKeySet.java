package org.letterlock.dkim.administration;

import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.setting.DomainSettings;

/** What a new key set may have otherwise than the domain's settings say; all may be left out. */
record NewKeySet(
        @Nullable Integer rsaBits,
        @Nullable Boolean ed25519,
        @Nullable String selectorPrefix) {

    DomainSettings applyTo(DomainSettings current) {
        DomainDocument document = DomainDocument.of(current);
        return new DomainDocument(
                        document.signing(),
                        document.force(),
                        ed25519 == null ? document.ed25519() : ed25519,
                        document.testing(),
                        selectorPrefix == null ? document.selectorPrefix() : selectorPrefix,
                        rsaBits == null ? document.rsaBits() : rsaBits,
                        document.signatureLifetimeDays(),
                        document.stopOnMissing(),
                        document.rotateEvery(),
                        document.retireAfter(),
                        document.publishRetired(),
                        false)
                .settings(current);
    }
}
