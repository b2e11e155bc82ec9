/** Making, renaming and deleting folders. */
@NullMarked
package org.letterlock.mailstore.folder;

import org.jspecify.annotations.NullMarked;
