/** How mail is taken in, passed on and sent out. */
@NullMarked
package org.letterlock.admin.smtp;

import org.jspecify.annotations.NullMarked;
