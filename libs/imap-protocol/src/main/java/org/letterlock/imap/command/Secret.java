package org.letterlock.imap.command;

/** A password on its way to the authentication service; no log or trace shows it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "Secret";
    }
}
