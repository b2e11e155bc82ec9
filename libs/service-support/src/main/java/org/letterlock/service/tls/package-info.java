/** Certificates and rules of TLS as a front end gets them, private keys opened. */
@NullMarked
package org.letterlock.service.tls;

import org.jspecify.annotations.NullMarked;
