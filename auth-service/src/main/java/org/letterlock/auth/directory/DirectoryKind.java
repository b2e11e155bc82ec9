package org.letterlock.auth.directory;

/** What stands behind the protocol; each has its usual attributes. */
enum DirectoryKind {
    LDAP,
    ACTIVE_DIRECTORY;

    /** Which entries are people, unless somebody says otherwise (RFC 4515). Disabled users of Active Directory are not. */
    String defaultFilter() {
        return switch (this) {
            case LDAP -> "(objectClass=inetOrgPerson)";
            case ACTIVE_DIRECTORY ->
                "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";
        };
    }

    AttributeNames defaultAttributes() {
        return switch (this) {
            case LDAP -> new AttributeNames("uid", "cn", "entryUUID");
            case ACTIVE_DIRECTORY -> new AttributeNames("sAMAccountName", "displayName", "objectGUID");
        };
    }
}
