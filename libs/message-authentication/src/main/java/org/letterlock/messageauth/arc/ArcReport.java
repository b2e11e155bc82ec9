package org.letterlock.messageauth.arc;

import java.util.List;
import java.util.OptionalInt;

/**
 * What validation says of a message's chain (ARC-1).
 *
 * @param reason why the chain failed, in words of our own; empty otherwise
 * @param temporary whether it failed because the DNS gave no answer, so that another try may go better
 * @param sealers the verified signing domains of the seals in A-labels and lower case, the newest first, one for each set;
 *     empty unless the chain passed, because until then anybody can have written them
 * @param oldestPass the property {@code header.oldest-pass} (RFC 8617 section 5.2): the instance of the oldest message
 *     signature that still verifies together with all newer ones, 0 if all do; empty unless the chain passed
 */
public record ArcReport(
        ArcResult result, String reason, boolean temporary, List<String> sealers, OptionalInt oldestPass) {
    public ArcReport {
        sealers = List.copyOf(sealers);
    }

    static ArcReport none() {
        return new ArcReport(ArcResult.NONE, "", false, List.of(), OptionalInt.empty());
    }

    static ArcReport fail(String reason, boolean temporary) {
        return new ArcReport(ArcResult.FAIL, reason, temporary, List.of(), OptionalInt.empty());
    }

    static ArcReport pass(List<String> sealers, int oldestPass) {
        return new ArcReport(ArcResult.PASS, "", false, sealers, OptionalInt.of(oldestPass));
    }
}
