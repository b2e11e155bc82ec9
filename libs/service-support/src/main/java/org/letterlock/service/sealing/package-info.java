/** The keyring, and everything that is sealed with its keys. */
@NullMarked
package org.letterlock.service.sealing;

import org.jspecify.annotations.NullMarked;
