/** Whether mail from outside is what it says it is, as far as its domains' records in the DNS tell. */
@NullMarked
package org.letterlock.ingress.smtp.origin;

import org.jspecify.annotations.NullMarked;
