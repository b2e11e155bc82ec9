/** Whom a change would lock out, found by the engines that let people in (VAL-1 to VAL-5). */
@NullMarked
package org.letterlock.auth.lockout;

import org.jspecify.annotations.NullMarked;
