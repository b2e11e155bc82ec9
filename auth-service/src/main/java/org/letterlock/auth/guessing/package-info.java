/** Protection against those who guess passwords: addresses are blocked, accounts are locked (GUESS-1 to GUESS-13). */
@NullMarked
package org.letterlock.auth.guessing;

import org.jspecify.annotations.NullMarked;
