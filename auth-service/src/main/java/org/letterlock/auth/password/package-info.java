/** What passwords people may set, and for how long (PWD-1 to PWD-10). */
@NullMarked
package org.letterlock.auth.password;

import org.jspecify.annotations.NullMarked;
