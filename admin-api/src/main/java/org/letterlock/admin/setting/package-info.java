/** Settings of the whole installation, each one document with one version. */
@NullMarked
package org.letterlock.admin.setting;

import org.jspecify.annotations.NullMarked;
