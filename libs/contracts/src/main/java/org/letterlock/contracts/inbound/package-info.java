/** How mail from outside is judged by what its domain publishes. */
@NullMarked
package org.letterlock.contracts.inbound;

import org.jspecify.annotations.NullMarked;
