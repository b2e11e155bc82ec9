/** Delivers mail to other servers. */
@NullMarked
package org.letterlock.egress;

import org.jspecify.annotations.NullMarked;
