/** What the processes of an installation tell each other of themselves. */
@NullMarked
package org.letterlock.contracts.replica;

import org.jspecify.annotations.NullMarked;
