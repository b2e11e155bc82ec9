/** JSON documents of the REST resources, and texts that are stored sealed. */
@NullMarked
package org.letterlock.auth.document;

import org.jspecify.annotations.NullMarked;
