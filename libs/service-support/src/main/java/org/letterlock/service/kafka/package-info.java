/** Topics, requests and replies, replicated views and the outbox. */
@NullMarked
package org.letterlock.service.kafka;

import org.jspecify.annotations.NullMarked;
