/** TLS for servers and clients: contexts, the STARTTLS upgrade, channel bindings, what a trace field says of it. */
@NullMarked
package org.letterlock.netty.tls;

import org.jspecify.annotations.NullMarked;
