/** Carrying commands out against the mailbox store. */
@NullMarked
package org.letterlock.ingress.mailbox.command;

import org.jspecify.annotations.NullMarked;
