/** What happens to those who guess passwords. */
@NullMarked
package org.letterlock.admin.guessing;

import org.jspecify.annotations.NullMarked;
