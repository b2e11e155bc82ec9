package org.letterlock.admin.setting;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.web.Faults;

/** Members of a document that have few values: the constants of an enum, in lower case. */
public final class Choices {
    private Choices() {}

    /** The constant that is named; {@code otherwise} where there is none, with a fault for a name that is no one's. */
    public static <E extends Enum<E>> E of(
            Class<E> type, @Nullable String name, E otherwise, String pointer, Faults faults) {
        if (name == null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return constant;
            }
        }
        faults.add(
                pointer,
                "unknown",
                Stream.of(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "One of ", ".")));
        return otherwise;
    }
}
