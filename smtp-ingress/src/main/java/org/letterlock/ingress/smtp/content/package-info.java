/** A message while it arrives: its header judged and edited, its body digested and sealed. */
@NullMarked
package org.letterlock.ingress.smtp.content;

import org.jspecify.annotations.NullMarked;
