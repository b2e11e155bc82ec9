/** Fields that a mail server adds: Received and Message-ID. */
@NullMarked
package org.letterlock.mailsyntax.trace;

import org.jspecify.annotations.NullMarked;
