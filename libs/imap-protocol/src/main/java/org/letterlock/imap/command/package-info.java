/** The commands of a client (RFC 9051 section 6, RFC 3501 section 6 and the announced extensions). */
@NullMarked
package org.letterlock.imap.command;

import org.jspecify.annotations.NullMarked;
