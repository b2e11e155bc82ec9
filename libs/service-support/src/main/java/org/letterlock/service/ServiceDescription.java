package org.letterlock.service;

import java.util.Set;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;

/**
 * What a service says of itself with {@link LetterlockService}.
 *
 * @param name such as {@code auth-service}
 * @param schema its schema in the common database; empty for none
 */
public record ServiceDescription(String name, String schema, Set<ClassKey> keys, Set<KeyPairName> owns) {
    public ServiceDescription {
        keys = Set.copyOf(keys);
        owns = Set.copyOf(owns);
    }
}
