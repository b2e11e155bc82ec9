package org.letterlock.imap.session;

import java.util.ArrayList;
import java.util.List;

/** What the server says it can (IMAP-2, IMAP-3). */
public final class Capabilities {
    private static final List<String> AFTER_LOGIN = List.of(
            "IMAP4rev1",
            "IMAP4rev2",
            "LITERAL+",
            "ID",
            "ENABLE",
            "IDLE",
            "NAMESPACE",
            "CHILDREN",
            "UIDPLUS",
            "UNSELECT",
            "MOVE",
            "ESEARCH",
            "SEARCHRES",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "SPECIAL-USE",
            "CREATE-SPECIAL-USE",
            "STATUS=SIZE",
            "BINARY");

    private Capabilities() {}

    /** Before login. */
    static List<String> before(ConnectionSecurity security) {
        List<String> names = new ArrayList<>(List.of("IMAP4rev1", "IMAP4rev2", "LITERAL-", "SASL-IR", "ID", "ENABLE"));
        if (security.offersStartTls()) {
            names.add("STARTTLS");
        }
        if (security.loginCommand() != ConnectionSecurity.LoginCommand.PERMITTED) {
            names.add("LOGINDISABLED");
        }
        security.mechanisms().forEach(mechanism -> names.add("AUTH=" + mechanism));
        return names;
    }

    /** After login. */
    static List<String> after(long appendLimit) {
        List<String> names = new ArrayList<>(AFTER_LOGIN);
        names.add("APPENDLIMIT=" + appendLimit);
        return names;
    }
}
