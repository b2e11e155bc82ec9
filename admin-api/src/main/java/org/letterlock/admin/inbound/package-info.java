/** Settings of how mail from outside is judged. */
@NullMarked
package org.letterlock.admin.inbound;

import org.jspecify.annotations.NullMarked;
