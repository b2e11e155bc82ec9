package org.letterlock.messageauth.dkim;

/** What reading a signature field gave. */
public sealed interface SignatureReading {
    /** It can be verified. */
    record Usable(MessageSignature signature) implements SignatureReading {}

    /**
     * It cannot be verified.
     *
     * @param result {@code neutral} where it cannot be read or is of an unknown kind, {@code permerror} where it breaks a rule
     * @param reason words of our own, for the log and the report
     */
    record Faulty(DkimResult result, String reason, SignatureLabel label) implements SignatureReading {}
}
