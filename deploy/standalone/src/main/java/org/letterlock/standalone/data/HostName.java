package org.letterlock.standalone.data;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.letterlock.standalone.LauncherException;

/** The name under which the suite greets and is found: letters, digits and hyphens (RFC 1123 section 2.1), in lower case. */
public record HostName(String text) {
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    public HostName {
        if (text.length() > 253 || !LABELS.matcher(text).matches()) {
            throw new IllegalArgumentException("not a host name: " + text);
        }
    }

    /**
     * Reads a name in any case.
     *
     * @throws LauncherException when it is none
     */
    public static HostName parse(String text) {
        try {
            return new HostName(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LauncherException(text + " is not a host name", e);
        }
    }

    /** What this machine calls itself; {@code localhost} when that is no usable name. */
    public static HostName ofThisMachine() {
        try {
            return new HostName(
                    InetAddress.getLocalHost().getCanonicalHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException | IllegalArgumentException _) {
            return new HostName("localhost");
        }
    }
}
