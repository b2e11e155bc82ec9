/** What services have in common that refuse to lock people out (VAL-1 to VAL-3). */
@NullMarked
package org.letterlock.service.lockout;

import org.jspecify.annotations.NullMarked;
