package org.letterlock.auth.directory;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.sasl.Password;

/**
 * The directories that accounts log in at. Whoever asks names the version of the settings that was in the database a moment
 * ago, so a change is in force at the next login, on every replica (CFG-1). Safe for use by any thread; callers block.
 */
public final class Directories implements AutoCloseable {
    private record Open(long version, LdapDirectory directory, AttributeMap map) {}

    private final JdbcDirectories stored;
    private final EntryKeys keys;
    private final InstantSource clock;
    private final Map<DomainId, Open> open = new ConcurrentHashMap<>();

    Directories(JdbcDirectories stored, EntryKeys keys, InstantSource clock) {
        this.stored = stored;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The directory of a domain.
     *
     * @param version of its settings
     */
    public record Reference(DomainId domain, long version) {}

    /**
     * Whether this is the password of somebody.
     *
     * @param key of the entry that the account belongs to; null where no sync has seen it yet
     */
    public DirectoryVerdict check(Reference reference, String localPart, @Nullable Octets key, Password password) {
        Open current = find(reference);
        if (current == null) {
            return DirectoryVerdict.UNAVAILABLE;
        }
        return current.directory()
                .check(
                        localPart,
                        password,
                        entry -> key == null
                                ? current.map().isOf(localPart, entry)
                                : current.map()
                                        .id(entry)
                                        .map(id -> keys.of(reference.domain(), id))
                                        .filter(key::equals)
                                        .isPresent());
    }

    private @Nullable Open find(Reference reference) {
        Open known = open.get(reference.domain());
        if (known != null && known.version() >= reference.version()) {
            return known;
        }
        return open.compute(reference.domain(), (domain, older) -> {
            if (older != null && older.version() >= reference.version()) {
                return older;
            }
            if (older != null) {
                older.directory().close();
            }
            return stored.find(domain).map(this::open).orElse(null);
        });
    }

    private Open open(StoredDirectory directory) {
        DirectorySettings settings = directory.settings();
        AttributeMap map = new AttributeMap(settings, directory.domainName());
        return new Open(
                directory.version(), new LdapDirectory(settings, stored.bindPassword(directory), map, clock), map);
    }

    @Override
    public void close() {
        open.values().forEach(each -> each.directory().close());
    }
}
