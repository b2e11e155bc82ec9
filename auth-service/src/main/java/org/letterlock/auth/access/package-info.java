/** Access policies: which services an account may use, and from where (ACP-1 to ACP-7). */
@NullMarked
package org.letterlock.auth.access;

import org.jspecify.annotations.NullMarked;
