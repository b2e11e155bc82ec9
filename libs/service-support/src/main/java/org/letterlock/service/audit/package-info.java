/** What a service tells the audit log of its own changes (AUD-1). */
@NullMarked
package org.letterlock.service.audit;

import org.jspecify.annotations.NullMarked;
