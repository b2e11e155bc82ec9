/** How clients must prove who they are, on every door. */
@NullMarked
package org.letterlock.admin.securitypolicy;

import org.jspecify.annotations.NullMarked;
