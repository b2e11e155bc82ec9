/** The exchange by which an ingress asks whether a client may log in. */
@NullMarked
package org.letterlock.contracts.authentication;

import org.jspecify.annotations.NullMarked;
