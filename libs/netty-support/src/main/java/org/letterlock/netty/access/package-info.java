/** Who may connect: the checks between accept and the first octet, in the one order of CONN-1. */
@NullMarked
package org.letterlock.netty.access;

import org.jspecify.annotations.NullMarked;
