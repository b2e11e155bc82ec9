package org.letterlock.messageauth.dkim;

import java.util.Comparator;
import java.util.List;

/**
 * What verification says of a message: a verdict for each DKIM-Signature field, the verified ones first and among them those
 * of the author's domain.
 */
public record DkimReport(List<DkimVerdict> verdicts) {
    public DkimReport {
        verdicts = List.copyOf(verdicts);
    }

    /** The result that says most; {@code none} for a message without a signature. */
    public DkimResult result() {
        return verdicts.stream()
                .map(DkimVerdict::result)
                .min(Comparator.naturalOrder())
                .orElse(DkimResult.NONE);
    }
}
