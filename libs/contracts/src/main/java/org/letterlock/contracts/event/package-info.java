/** What happened, for trace and audit. */
@NullMarked
package org.letterlock.contracts.event;

import org.jspecify.annotations.NullMarked;
