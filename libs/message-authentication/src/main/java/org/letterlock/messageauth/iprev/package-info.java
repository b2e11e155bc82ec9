/** Whether an address and the name that the DNS has for it point at each other (iprev, RFC 8601 section 3). */
@NullMarked
package org.letterlock.messageauth.iprev;

import org.jspecify.annotations.NullMarked;
