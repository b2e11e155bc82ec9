/** Whether a message is from whom it says (DMARC-1 to DMARC-6), and what becomes of one that is not. */
@NullMarked
package org.letterlock.senderpolicy.dmarc;

import org.jspecify.annotations.NullMarked;
