/** What the security policy means for one connection (POL-3). */
@NullMarked
package org.letterlock.ingress.mailbox.policy;

import org.jspecify.annotations.NullMarked;
