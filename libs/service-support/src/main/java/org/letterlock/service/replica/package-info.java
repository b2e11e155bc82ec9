/** Replicated views of several topics put together: the directory, the IP groups. */
@NullMarked
package org.letterlock.service.replica;

import org.jspecify.annotations.NullMarked;
