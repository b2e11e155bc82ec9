package org.letterlock.mailstore.mailbox;

import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.support.SqlArrayValue;

/** Values in the form that the driver takes. */
public final class Sql {
    private Sql() {}

    /** An array of type {@code uuid[]}. */
    public static SqlArrayValue uuids(Stream<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }
}
