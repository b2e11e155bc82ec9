/** Which mechanisms a connection may use (POL-3 to POL-7): what is advertised, what is allowed, and why not. */
@NullMarked
package org.letterlock.sasl.policy;

import org.jspecify.annotations.NullMarked;
