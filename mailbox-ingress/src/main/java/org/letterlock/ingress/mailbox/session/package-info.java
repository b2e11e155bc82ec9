/** The driver of one connection, and all sessions of an account. */
@NullMarked
package org.letterlock.ingress.mailbox.session;

import org.jspecify.annotations.NullMarked;
