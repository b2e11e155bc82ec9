/** What it costs to compute a password (CRED-1). */
@NullMarked
package org.letterlock.admin.passwordhashing;

import org.jspecify.annotations.NullMarked;
