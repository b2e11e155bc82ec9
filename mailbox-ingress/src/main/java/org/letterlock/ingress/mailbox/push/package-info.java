/** Changes of mailboxes that other sessions or deliveries made. */
@NullMarked
package org.letterlock.ingress.mailbox.push;

import org.jspecify.annotations.NullMarked;
