/** What is stored in place of a password, and the check against it (CRED-1, CRED-6, AUTH-7). */
@NullMarked
package org.letterlock.auth.credential;

import org.jspecify.annotations.NullMarked;
