/** What the mail logs of the services have in common. */
@NullMarked
package org.letterlock.service.maillog;

import org.jspecify.annotations.NullMarked;
