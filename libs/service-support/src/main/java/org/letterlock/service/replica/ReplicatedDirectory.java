package org.letterlock.service.replica;

import java.util.UUID;
import java.util.function.Consumer;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;

/** Keeps a {@link Directory} current from the {@code directory.*} topics. */
public final class ReplicatedDirectory {
    private ReplicatedDirectory() {}

    /** The directory; complete once the views have been loaded, and live from then on. */
    public static Directory follow(Views views) {
        Directory directory = new Directory();
        follow(
                views.viewOf(Topics.DIRECTORY_DOMAINS),
                directory::put,
                key -> directory.removeDomain(new DomainId(key)));
        follow(
                views.viewOf(Topics.DIRECTORY_ACCOUNTS),
                directory::put,
                key -> directory.removeAccount(new AccountId(key)));
        follow(
                views.viewOf(Topics.DIRECTORY_ADDRESSES),
                directory::put,
                key -> directory.removeAddress(new AddressId(key)));
        return directory;
    }

    private static <V> void follow(ReplicatedView<V> view, Consumer<V> put, Consumer<UUID> remove) {
        view.onChange(change -> {
            switch (change) {
                case ViewChange.Put<V>(String _, V value) -> put.accept(value);
                case ViewChange.Removed<V>(String key) -> remove.accept(UUID.fromString(key));
            }
        });
    }
}
