/** The exchange by which the owner of a setting asks whom a change of it would lock out (VAL-1). */
@NullMarked
package org.letterlock.contracts.lockout;

import org.jspecify.annotations.NullMarked;
