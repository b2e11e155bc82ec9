/** Messages of a folder: flags, counts, copying, moving, expunging. */
@NullMarked
package org.letterlock.mailstore.message;

import org.jspecify.annotations.NullMarked;
