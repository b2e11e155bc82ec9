package org.letterlock.auth;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.letterlock.auth.directory.LdapServer;
import org.letterlock.auth.directory.Slapd;

/** Against OpenLDAP, over STARTTLS; left out where it is not installed. */
class SlapdDirectoryTest extends DirectoryContract {
    private static LdapServer server;

    @BeforeAll
    static void start() {
        server = new Slapd();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    LdapServer server() {
        return server;
    }

    @Override
    LdapServer fresh() {
        return new Slapd();
    }
}
