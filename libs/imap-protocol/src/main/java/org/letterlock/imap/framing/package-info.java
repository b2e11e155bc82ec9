/** Cuts the client's octets into commands, continuation lines and literals (RFC 9051 section 2.2.1, RFC 7888). */
@NullMarked
package org.letterlock.imap.framing;

import org.jspecify.annotations.NullMarked;
