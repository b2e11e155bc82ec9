/** What names of accounts and addresses may look like, and whose an address is. */
@NullMarked
package org.letterlock.auth.naming;

import org.jspecify.annotations.NullMarked;
