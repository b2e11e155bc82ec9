/** Dates of message headers (RFC 5322 section 3.3). */
@NullMarked
package org.letterlock.mailsyntax.date;

import org.jspecify.annotations.NullMarked;
