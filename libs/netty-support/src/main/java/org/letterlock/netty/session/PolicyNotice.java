package org.letterlock.netty.session;

/** User event to every connection: look again whether it is still allowed (POL-12). */
public enum PolicyNotice {
    POLICY_CHANGED
}
