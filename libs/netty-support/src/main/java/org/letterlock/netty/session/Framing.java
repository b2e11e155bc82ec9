package org.letterlock.netty.session;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * Cuts what has arrived into the units of a protocol. What comes out does not depend on how the octets arrived.
 *
 * @param <F> what a unit is; it may refer to the buffer until the driver has handled it, no longer
 */
public interface Framing<F> {
    /** The next unit, taken out of {@code arrived}; empty if more must arrive first. */
    Optional<F> next(ByteBuf arrived);
}
