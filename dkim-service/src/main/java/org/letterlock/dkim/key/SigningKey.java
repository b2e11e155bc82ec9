package org.letterlock.dkim.key;

import java.time.Instant;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;

/**
 * A key of a domain, without its private half.
 *
 * @param keySet the keys that were made together (DKIM-3)
 * @param bits size of the RSA modulus; 256 for Ed25519
 * @param publicKey for RSA the SubjectPublicKeyInfo (RFC 5280 section 4.1), for Ed25519 its 32 octets (RFC 8463 section 4)
 * @param recordMissing whether the record of an active key was gone when last looked for
 * @param withdrawn whether the record of a replaced key is needed no more and is to be emptied (DKIM-35)
 * @param inRotation whether its set takes over as a whole, by a rotation (DKIM-34)
 */
public record SigningKey(
        UUID id,
        DomainId domain,
        UUID keySet,
        Selector selector,
        Algorithm algorithm,
        int bits,
        KeyState state,
        Octets publicKey,
        boolean recordMissing,
        Instant createdAt,
        Instant stateChangedAt,
        long version,
        boolean withdrawn,
        boolean inRotation) {}
