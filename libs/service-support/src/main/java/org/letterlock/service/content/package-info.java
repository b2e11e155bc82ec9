/** Where sealed message contents are kept. */
@NullMarked
package org.letterlock.service.content;

import org.jspecify.annotations.NullMarked;
