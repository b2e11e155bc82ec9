/** The server side of a session as a pure machine: state and event in, state and effects out. */
@NullMarked
package org.letterlock.smtp.session;

import org.jspecify.annotations.NullMarked;
