/** The client side of a session as a pure machine: state and event in, state and effects out. */
@NullMarked
package org.letterlock.smtp.client;

import org.jspecify.annotations.NullMarked;
