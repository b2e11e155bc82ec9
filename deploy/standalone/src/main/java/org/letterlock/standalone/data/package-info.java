/** The data directory: whose it is, what lies in it, and who uses it. */
@NullMarked
package org.letterlock.standalone.data;

import org.jspecify.annotations.NullMarked;
