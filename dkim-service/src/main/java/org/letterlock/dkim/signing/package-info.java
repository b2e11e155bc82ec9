/** Signs messages (RFC 6376), from header fields and body digest. */
@NullMarked
package org.letterlock.dkim.signing;

import org.jspecify.annotations.NullMarked;
