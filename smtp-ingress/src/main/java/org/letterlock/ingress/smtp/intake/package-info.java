/** Acceptance: signatures and trace fields in front, one record, and only then the reply. */
@NullMarked
package org.letterlock.ingress.smtp.intake;

import org.jspecify.annotations.NullMarked;
