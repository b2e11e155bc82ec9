/** Sessions that are logged in: who has them, and how they are listed and ended over all replicas. */
@NullMarked
package org.letterlock.contracts.session;

import org.jspecify.annotations.NullMarked;
