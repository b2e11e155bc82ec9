/** API tokens and sessions of the console (TOK-1). */
@NullMarked
package org.letterlock.auth.token;

import org.jspecify.annotations.NullMarked;
