/** Ports, settings and wiring. */
@NullMarked
package org.letterlock.ingress.mailbox.listener;

import org.jspecify.annotations.NullMarked;
