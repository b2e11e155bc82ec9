/** The threads and sockets under every connection. */
@NullMarked
package org.letterlock.netty.transport;

import org.jspecify.annotations.NullMarked;
