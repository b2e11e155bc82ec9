package org.letterlock.standalone.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the demo leaves behind, as lines {@code KEY=VALUE} that a shell and nobody but its owner can read: {@code demo.env}, how to
 * reach the suite and log in to it as a user, and {@code demo-admin.env}, how to log in as administrator.
 */
record DemoEnvironment(Map<String, String> values) {
    private static final String FILE = "demo.env";
    private static final String ADMINISTRATOR = "demo-admin.env";

    DemoEnvironment {
        values = Map.copyOf(values);
    }

    static DemoEnvironment read(Path data) throws IOException {
        return readFile(file(data));
    }

    static DemoEnvironment readAdministrator(Path data) throws IOException {
        return readFile(administrator(data));
    }

    private static DemoEnvironment readFile(Path file) throws IOException {
        var values = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
                }
            }
        }
        return new DemoEnvironment(values);
    }

    static Path file(Path data) {
        return data.resolve(FILE);
    }

    static Path administrator(Path data) {
        return data.resolve(ADMINISTRATOR);
    }

    static void write(Path data, Map<String, String> values) throws IOException {
        writeFile(file(data), values);
    }

    static void writeAdministrator(Path data, Map<String, String> values) throws IOException {
        writeFile(administrator(data), values);
    }

    private static void writeFile(Path file, Map<String, String> values) throws IOException {
        var text = new StringBuilder();
        values.forEach((key, value) -> text.append(key + "=" + quoted(value) + "\n"));
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Plain where a shell takes it as it stands, else in single quotes. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_@%+=:,./-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("'") && text.endsWith("'")
                ? text.substring(1, text.length() - 1).replace("'\\''", "'")
                : text;
    }
}
