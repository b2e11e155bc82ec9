package org.letterlock.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.embedded.ServerStartException.Reason;

/** As whom PostgreSQL runs. It refuses to run as root, so root has to find another way. */
enum PostgresAccount {
    /** We are not root: as we are. */
    OURSELVES,
    /** We are root: in a user namespace of its own, in which it is nobody; its files stay root's. */
    OWN_USER_NAMESPACE,
    /** We are root and the system refuses user namespaces: as nobody, who owns its files. */
    NOBODY;

    private static final String NOBODY_ID = "65534";

    static PostgresAccount choose() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OURSELVES;
        }
        if (Processes.succeeds(List.of("unshare", "-U", "true"))) {
            return OWN_USER_NAMESPACE;
        }
        if (Processes.succeeds(prefixOf(NOBODY, "true"))) {
            return NOBODY;
        }
        throw new ServerStartException(
                Reason.UNSUPPORTED_SYSTEM,
                "PostgreSQL does not run as root, and neither unshare -U nor setpriv works here; start as an ordinary user");
    }

    List<String> command(String... command) {
        return prefixOf(this, command);
    }

    private static List<String> prefixOf(PostgresAccount account, String... command) {
        var whole = new ArrayList<String>();
        switch (account) {
            case OURSELVES -> {}
            case OWN_USER_NAMESPACE -> whole.addAll(List.of("unshare", "-U"));
            case NOBODY ->
                whole.addAll(List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    /** Gives a file or directory to the account. Its parents stay as they are: they must let the account pass. */
    void own(Path file) throws IOException {
        switch (this) {
            case OURSELVES, OWN_USER_NAMESPACE -> {}
            case NOBODY -> {
                Files.setAttribute(file, "unix:uid", Integer.valueOf(NOBODY_ID));
                Files.setAttribute(file, "unix:gid", Integer.valueOf(NOBODY_ID));
            }
        }
    }

    /** Lets the account pass through a directory that is ours. */
    void passThrough(Path directory) throws IOException {
        switch (this) {
            case OURSELVES, OWN_USER_NAMESPACE -> {}
            case NOBODY -> Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }
}
