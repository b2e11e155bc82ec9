/** Logins of mail clients: SASL exchanges that come over Kafka (AUTH-1 to AUTH-9). */
@NullMarked
package org.letterlock.auth.login;

import org.jspecify.annotations.NullMarked;
