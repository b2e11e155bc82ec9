/** What the domains say that a client names, and what follows from it. */
@NullMarked
package org.letterlock.senderpolicy.spf;

import org.jspecify.annotations.NullMarked;
