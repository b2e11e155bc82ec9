package org.letterlock.sasl;

/** An app password that APOP is checked with (CRED-5); shows nothing of itself. */
public record ApopPassword(Password password) implements Verifier {}
