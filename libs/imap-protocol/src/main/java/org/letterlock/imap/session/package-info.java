/** One client's session: which commands are allowed when, and the client's view of the selected mailbox. */
@NullMarked
package org.letterlock.imap.session;

import org.jspecify.annotations.NullMarked;
