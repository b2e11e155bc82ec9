/** The exchange by which an ingress asks whether a sender is permitted. */
@NullMarked
package org.letterlock.contracts.senderpolicy;

import org.jspecify.annotations.NullMarked;
