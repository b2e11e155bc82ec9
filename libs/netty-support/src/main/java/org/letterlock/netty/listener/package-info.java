/** Ports that open, refuse, hand over and drain in the same way for every protocol. */
@NullMarked
package org.letterlock.netty.listener;

import org.jspecify.annotations.NullMarked;
