package org.letterlock.auth.address;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.Resolution;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * What an address means, as the services that accept mail see it (ACC-8, EXP-6).
 *
 * @param result {@code deliverable}, {@code unknown}, {@code disabled} or {@code foreign}
 * @param matched what the address is: {@code account}, {@code group}, {@code alias}, {@code wildcard-or-role} or
 *     {@code nothing}
 */
record AddressExplanation(String address, String result, String matched, List<Reached> destinations) {

    /** Where mail ends up: a mailbox here, or an address elsewhere. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reached(
            @Nullable UUID account,
            @Nullable String login,
            @Nullable String remote) {}

    static AddressExplanation of(AddrSpec address, Directory directory) {
        return switch (directory.resolve(address)) {
            case Resolution.Foreign _ -> of(address, "foreign", "nothing");
            case Resolution.Unknown _ -> of(address, "unknown", "nothing");
            case Resolution.Disabled _ -> of(address, "disabled", matched(address, directory));
            case Resolution.Deliverable(var destinations) ->
                new AddressExplanation(
                        address.format(),
                        "deliverable",
                        matched(address, directory),
                        destinations.stream()
                                .map(destination -> reached(destination, directory))
                                .toList());
        };
    }

    private static AddressExplanation of(AddrSpec address, String result, String matched) {
        return new AddressExplanation(address.format(), result, matched, List.of());
    }

    private static String matched(AddrSpec address, Directory directory) {
        if (directory.ownerOf(address).isPresent()) {
            return "account";
        }
        if (directory.groupOf(address).isPresent()) {
            return "group";
        }
        return directory.exactAliasOf(address).isPresent() ? "alias" : "wildcard-or-role";
    }

    private static Reached reached(Destination destination, Directory directory) {
        return switch (destination) {
            case Destination.LocalMailbox(var account) -> {
                Optional<AccountRecord> found = directory.findAccount(account);
                yield new Reached(
                        account.value(),
                        found.map(record -> record.address().format()).orElse(null),
                        null);
            }
            case Destination.Remote(var remote) -> new Reached(null, null, remote.format());
        };
    }
}
