/** The running suite: which parts it has, in which order they start and stop. */
@NullMarked
package org.letterlock.standalone.suite;

import org.jspecify.annotations.NullMarked;
