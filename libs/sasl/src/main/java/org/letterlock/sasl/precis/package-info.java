/** Preparation of names and passwords: the PRECIS framework (RFC 8264) and its profiles of RFC 8265. */
@NullMarked
package org.letterlock.sasl.precis;

import org.jspecify.annotations.NullMarked;
