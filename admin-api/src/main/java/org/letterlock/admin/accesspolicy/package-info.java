/** Access policies: which services an account may use, and from where. */
@NullMarked
package org.letterlock.admin.accesspolicy;

import org.jspecify.annotations.NullMarked;
