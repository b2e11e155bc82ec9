package org.letterlock.messageauth.dkim;

/** What reading an ARC-Seal field gave. */
public sealed interface SealReading {
    /** It can be verified. */
    record Usable(KeyedSignature signature) implements SealReading {}

    /**
     * It cannot be verified.
     *
     * @param reason words of our own, for the log and the report
     */
    record Faulty(String reason) implements SealReading {}
}
