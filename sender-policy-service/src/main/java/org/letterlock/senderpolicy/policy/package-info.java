/** The server's anti-spoofing settings. */
@NullMarked
package org.letterlock.senderpolicy.policy;

import org.jspecify.annotations.NullMarked;
