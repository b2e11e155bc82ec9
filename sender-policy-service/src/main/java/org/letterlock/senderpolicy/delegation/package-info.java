/** Delegations: permission to send as another account. */
@NullMarked
package org.letterlock.senderpolicy.delegation;

import org.jspecify.annotations.NullMarked;
