/** The mailbox store over HTTP, for front ends that live in another process than the store. */
@NullMarked
package org.letterlock.service.mailbox;

import org.jspecify.annotations.NullMarked;
