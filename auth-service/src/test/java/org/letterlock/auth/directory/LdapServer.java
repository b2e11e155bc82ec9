package org.letterlock.auth.directory;

import org.letterlock.testkit.TestCa;

/** A directory with people below {@code ou=people,dc=example}, for the tests of this package and of the service. */
public interface LdapServer extends AutoCloseable {
    String BASE = "ou=people,dc=example";
    String READER = "cn=reader,dc=example";
    String READER_PASSWORD = "reader's secret";
    TestCa CA = TestCa.create();

    /** LDAPS or STARTTLS. */
    String security();

    int port();

    /** Adds somebody who logs in with a name and a password. */
    void add(String uid, String displayName, String password);

    void remove(String uid);

    /** Does not listen any more. */
    void stop();

    @Override
    void close();
}
