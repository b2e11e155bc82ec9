/** Answers of the deciding engines to questions of administrators; they change and count nothing. */
@NullMarked
package org.letterlock.admin.explain;

import org.jspecify.annotations.NullMarked;
