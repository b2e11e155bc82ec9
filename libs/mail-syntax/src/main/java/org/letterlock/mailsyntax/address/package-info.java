/** Addresses and paths of RFC 5321 and RFC 5322. */
@NullMarked
package org.letterlock.mailsyntax.address;

import org.jspecify.annotations.NullMarked;
