package org.letterlock.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.letterlock.contracts.access.ConnectionPolicy.Disclosure;

/** What the suite calls itself, as far as it may be told (SVC-12). */
public final class Software {
    private static final String NAME = "Letterlock";

    private Software() {}

    /** The name, with the version if that may be told too, such as {@code Letterlock/1.2}; empty for no word at all. */
    public static Optional<String> product(Disclosure disclosure, String betweenNameAndVersion) {
        return switch (disclosure) {
            case NONE -> Optional.empty();
            case PRODUCT -> Optional.of(NAME);
            case FULL -> Optional.of(NAME + betweenNameAndVersion + version());
        };
    }

    /** Fields for the reply to ID (RFC 2971 section 3.3). */
    public static Map<String, String> fields(Disclosure disclosure) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (disclosure) {
            case NONE -> {}
            case PRODUCT -> fields.put("name", NAME);
            case FULL -> {
                fields.put("name", NAME);
                fields.put("version", version());
            }
        }
        return fields;
    }

    // Where the classes are in no jar, nobody has given them a version.
    private static String version() {
        String packaged = Software.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}
