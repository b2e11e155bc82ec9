package org.letterlock.auth.directory;

/** The password of the account that searches. Shows nothing of itself. */
record BindPassword(String reveal) {
    @Override
    public String toString() {
        return "BindPassword[***]";
    }
}
