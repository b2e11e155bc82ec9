/** Sealed contents: storing, opening, what was parsed of them. */
@NullMarked
package org.letterlock.mailstore.content;

import org.jspecify.annotations.NullMarked;
