/** The driver of a session: runs the effects of the protocol machine and feeds their outcome back. */
@NullMarked
package org.letterlock.ingress.smtp.session;

import org.jspecify.annotations.NullMarked;
