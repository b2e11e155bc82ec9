package org.letterlock.messageauth;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The published test data, which is no part of the project. */
public final class SuiteFolder {
    private SuiteFolder() {}

    /** A file or folder of it; the calling test is skipped where there is none. */
    public static Path require(String name) {
        Path path = Path.of(System.getProperty("letterlock.suites", "../../shared/suites"), name);
        assumeTrue(Files.exists(path), () -> "the published suites are not here: " + path);
        return path;
    }
}
