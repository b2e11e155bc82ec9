/** Whose fault a failure is, which decides what happens next. */
@NullMarked
package org.letterlock.service.failure;

import org.jspecify.annotations.NullMarked;
