/** What every parser here returns, and the cursor that reads a line. */
@NullMarked
package org.letterlock.mailsyntax;

import org.jspecify.annotations.NullMarked;
