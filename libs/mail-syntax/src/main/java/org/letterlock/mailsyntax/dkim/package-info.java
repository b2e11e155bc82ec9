/** Canonicalization of header fields and body as DKIM signs them (RFC 6376 section 3.4). */
@NullMarked
package org.letterlock.mailsyntax.dkim;

import org.jspecify.annotations.NullMarked;
