/** Who has to have a second factor (MFA-2). */
@NullMarked
package org.letterlock.auth.factorpolicy;

import org.jspecify.annotations.NullMarked;
