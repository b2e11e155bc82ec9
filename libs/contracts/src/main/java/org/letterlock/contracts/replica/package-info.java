/** What the processes of the suite say of themselves and are told as a whole. */
@NullMarked
package org.letterlock.contracts.replica;

import org.jspecify.annotations.NullMarked;
