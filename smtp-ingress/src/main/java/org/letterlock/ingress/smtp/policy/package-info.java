/** Who may do what: security rules, recipients and relaying, sender identities. */
@NullMarked
package org.letterlock.ingress.smtp.policy;

import org.jspecify.annotations.NullMarked;
