/** The records of the keys: what to publish, and whether it is. */
@NullMarked
package org.letterlock.dkim.dns;

import org.jspecify.annotations.NullMarked;
