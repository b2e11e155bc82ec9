package org.letterlock.ingress.mailbox.session;

import java.time.Duration;

/**
 * How long a session waits.
 *
 * @param login from the first octet to being logged in (CONN-9)
 * @param idle for a command, or for the end of IDLE (CONN-10)
 * @param stillHere between two signs of life while the client idles (IMAP-11)
 * @param stalledWrite for a client that does not read what it asked for
 */
public record ImapTimes(Duration login, Duration idle, Duration stillHere, Duration stalledWrite) {}
