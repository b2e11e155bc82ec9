/** Evaluation of search keys against decrypted messages (SEARCH-1). */
@NullMarked
package org.letterlock.mailstore.search;

import org.jspecify.annotations.NullMarked;
