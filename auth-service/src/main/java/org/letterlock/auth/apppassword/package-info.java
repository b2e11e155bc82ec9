/** App passwords: made by the suite, one for each program, good for some services only (APP-1). */
@NullMarked
package org.letterlock.auth.apppassword;

import org.jspecify.annotations.NullMarked;
