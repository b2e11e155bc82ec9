package org.letterlock.auth.directory;

/**
 * Where an entry has what an account needs.
 *
 * @param login the local-part of the login name, or the whole address
 * @param displayName the name that people see
 * @param id what stays when everything else of an entry changes, such as {@code entryUUID}
 */
record AttributeNames(String login, String displayName, String id) {
    String[] all() {
        return new String[] {login, displayName, id};
    }
}
