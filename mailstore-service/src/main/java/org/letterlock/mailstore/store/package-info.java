/** The mailbox store as front ends see it. */
@NullMarked
package org.letterlock.mailstore.store;

import org.jspecify.annotations.NullMarked;
