/** Octets of messages: sections, transfer encodings, messages on their way in. */
@NullMarked
package org.letterlock.ingress.mailbox.content;

import org.jspecify.annotations.NullMarked;
