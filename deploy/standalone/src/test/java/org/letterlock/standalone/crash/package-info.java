/** The suite under kills. */
@NullMarked
package org.letterlock.standalone.crash;

import org.jspecify.annotations.NullMarked;
