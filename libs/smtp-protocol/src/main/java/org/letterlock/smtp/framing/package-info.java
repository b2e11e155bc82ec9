/** Octets to lines and contents, and back. Every result is independent of how the octets arrive. */
@NullMarked
package org.letterlock.smtp.framing;

import org.jspecify.annotations.NullMarked;
