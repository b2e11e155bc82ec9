package org.letterlock.contracts.dkim;

import java.util.List;
import org.letterlock.contracts.Octets;

/**
 * Asks what the signatures and the ARC chain of a message from outside are worth (DKIM-42, ARC-1).
 *
 * @param headerFields as they came, in their order, each with its folding and final CRLF
 * @param bodies what the body gave in each form that one of them wants
 * @param most how many signatures are verified, 1 to 50; the same that chose {@code bodies}
 */
public record VerifyRequest(List<Octets> headerFields, List<BodyHash> bodies, int most) {
    public VerifyRequest {
        headerFields = List.copyOf(headerFields);
        bodies = List.copyOf(bodies);
    }
}
