/** Mailboxes, their keys and their folders. */
@NullMarked
package org.letterlock.mailstore.mailbox;

import org.jspecify.annotations.NullMarked;
