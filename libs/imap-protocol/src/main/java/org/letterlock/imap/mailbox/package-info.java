/** The values of a mailbox as RFC 9051 section 2 knows them: UIDs, flags, modification sequences. */
@NullMarked
package org.letterlock.imap.mailbox;

import org.jspecify.annotations.NullMarked;
