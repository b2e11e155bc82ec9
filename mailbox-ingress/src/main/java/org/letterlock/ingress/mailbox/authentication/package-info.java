/** Logging in through the authentication service. */
@NullMarked
package org.letterlock.ingress.mailbox.authentication;

import org.jspecify.annotations.NullMarked;
