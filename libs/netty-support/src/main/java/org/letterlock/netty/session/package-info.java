/** What every protocol driver stands on: input held back while an effect runs, timers, an orderly end. */
@NullMarked
package org.letterlock.netty.session;

import org.jspecify.annotations.NullMarked;
