/** Who did what and when, in a chain that shows every later change of it. */
@NullMarked
package org.letterlock.admin.audit;

import org.jspecify.annotations.NullMarked;
