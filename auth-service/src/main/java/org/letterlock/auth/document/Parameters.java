package org.letterlock.auth.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters of a statement, some of which may be NULL. */
public final class Parameters {
    private Parameters() {}

    /** In the order of the question marks. */
    public static List<@Nullable Object> of(@Nullable Object... values) {
        List<@Nullable Object> parameters = new ArrayList<>();
        for (Object value : values) {
            parameters.add(value);
        }
        return parameters;
    }
}
