/** What waits to be delivered: durable, leased, sealed. */
@NullMarked
package org.letterlock.egress.queue;

import org.jspecify.annotations.NullMarked;
