/** Receives and submits mail: SMTP to {@code mail.accepted}. */
@NullMarked
package org.letterlock.ingress.smtp;

import org.jspecify.annotations.NullMarked;
