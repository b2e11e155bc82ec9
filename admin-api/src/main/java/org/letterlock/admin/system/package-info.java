/** The state of the whole installation, and the description of its API. */
@NullMarked
package org.letterlock.admin.system;

import org.jspecify.annotations.NullMarked;
