package org.letterlock.standalone.data;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.letterlock.standalone.LauncherException;

/** What marks a directory as an installation: the format of what lies in it, and the name it goes by. */
public record Installation(int format, HostName hostName) {
    /** Rises when a directory can no longer be read by an earlier release. */
    private static final int NEWEST_FORMAT = 1;

    static Installation newest(HostName hostName) {
        return new Installation(NEWEST_FORMAT, hostName);
    }

    Installation with(HostName other) {
        return new Installation(format, other);
    }

    static Installation read(Path file) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        var format = properties.getProperty("format", "");
        var hostName = properties.getProperty("host-name", "");
        if (!format.matches("[0-9]{1,6}")) {
            throw new LauncherException(
                    "data directory " + file.getParent() + " is damaged: " + file.getFileName() + " cannot be read");
        }
        if (Integer.parseInt(format) > NEWEST_FORMAT) {
            throw new LauncherException("data directory " + file.getParent() + " was written by a later release");
        }
        return new Installation(Integer.parseInt(format), HostName.parse(hostName));
    }

    void write(Path file) throws IOException {
        var text = "format=" + format + "\nhost-name=" + hostName.text() + "\n";
        DataDirectory.writeNew(
                file, text.getBytes(StandardCharsets.UTF_8), PosixFilePermissions.fromString("rw-------"));
    }
}
