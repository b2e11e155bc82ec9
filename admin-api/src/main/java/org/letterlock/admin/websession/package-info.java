/** How long sessions of browsers last (SESS-4). */
@NullMarked
package org.letterlock.admin.websession;

import org.jspecify.annotations.NullMarked;
