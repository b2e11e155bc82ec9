/** Conversion of messages to 7-bit content and lines of legal length, while they stream by. */
@NullMarked
package org.letterlock.mailsyntax.conversion;

import org.jspecify.annotations.NullMarked;
