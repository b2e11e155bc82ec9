/** Header fields and the header section of a message (RFC 5322 section 2.2), octet for octet. */
@NullMarked
package org.letterlock.mailsyntax.header;

import org.jspecify.annotations.NullMarked;
