/** Accounts (ACC-2 to ACC-4) and the built-in administrator (ADM-3). */
@NullMarked
package org.letterlock.auth.account;

import org.jspecify.annotations.NullMarked;
