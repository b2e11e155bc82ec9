/** Refuses changes of the rules that would lock people out (VAL-1 to VAL-3). */
@NullMarked
package org.letterlock.admin.lockout;

import org.jspecify.annotations.NullMarked;
