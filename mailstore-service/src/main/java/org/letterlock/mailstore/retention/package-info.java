/** What is removed, and when. */
@NullMarked
package org.letterlock.mailstore.retention;

import org.jspecify.annotations.NullMarked;
