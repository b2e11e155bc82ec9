/** IMAP in front of the mailstore. */
@NullMarked
package org.letterlock.ingress.mailbox;

import org.jspecify.annotations.NullMarked;
