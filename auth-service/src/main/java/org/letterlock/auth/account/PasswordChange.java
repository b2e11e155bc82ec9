package org.letterlock.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A wish for a new password, with the current one as proof (PWD-12).
 *
 * @param code of the second factor; empty where none is enrolled
 */
record PasswordChange(String current, @JsonProperty("new") String replacement, String code) {
    static final PasswordChange DEFAULTS = new PasswordChange("", "", "");

    @Override
    public String toString() {
        return "PasswordChange[***]";
    }
}
