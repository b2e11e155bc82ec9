/** The listener kit as a service wires it: what is checked, shown and registered is kept current from the topics. */
@NullMarked
package org.letterlock.frontend;

import org.jspecify.annotations.NullMarked;
