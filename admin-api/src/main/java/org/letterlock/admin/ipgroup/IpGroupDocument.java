package org.letterlock.admin.ipgroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.Faults;

/**
 * An IP group as the API shows it.
 *
 * @param id set by the server
 * @param name 1 to 64 characters, unique without regard to case
 */
record IpGroupDocument(
        @Nullable UUID id, @Nullable String name, @Nullable List<EntryDocument> entries) {
    private static final int MAX_NAME = 64;
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_DESCRIPTION = 255;

    static IpGroupDocument of(IpGroup group) {
        return new IpGroupDocument(
                group.id().value(),
                group.name(),
                group.entries().stream().map(EntryDocument::of).toList());
    }

    /** The group, or every fault of the document at once (IPG-3). */
    IpGroup checked(IpGroupId groupId, Map<IpGroupId, IpGroup> known) {
        Faults faults = new Faults();
        String given = name == null ? "" : name.strip();
        faults.require(
                !given.isEmpty() && given.length() <= MAX_NAME, "/name", "length", "A name has 1 to 64 characters.");
        List<EntryDocument> lines = entries == null ? List.of() : entries;
        faults.require(lines.size() <= MAX_ENTRIES, "/entries", "too-many", "A group has up to 10 000 entries.");
        List<IpGroup.Entry> checked = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            lines.get(i).checked("/entries/" + i, known, faults).ifPresent(checked::add);
        }
        faults.throwIfAny();
        return new IpGroup(groupId, given, checked);
    }

    /** What kind of entry a line is (IPG-2). */
    enum Type {
        host,
        network,
        range,
        prefix,
        group,
        thisMachine
    }

    /**
     * One line.
     *
     * @param address of host, network and prefix; a host may be a DNS name
     * @param prefixLength of network and prefix, unless there is a mask
     * @param mask of an IPv4 network, such as 255.255.255.0
     * @param from first address of a range
     * @param to last address of a range
     * @param group id of a nested group
     * @param enabled default true
     */
    record EntryDocument(
            @Nullable Type type,
            @Nullable String address,
            @Nullable Integer prefixLength,
            @Nullable String mask,
            @Nullable String from,
            @Nullable String to,
            @Nullable UUID group,
            @Nullable Boolean enabled,
            @Nullable String description) {

        static EntryDocument of(IpGroup.Entry entry) {
            boolean on = entry.enabled();
            String text = entry.description();
            return switch (entry.match()) {
                case IpGroup.Match.Host(String address) ->
                    new EntryDocument(Type.host, address, null, null, null, null, null, on, text);
                case IpGroup.Match.DnsName(String name) ->
                    new EntryDocument(Type.host, name, null, null, null, null, null, on, text);
                case IpGroup.Match.Network(String address, int length) ->
                    new EntryDocument(
                            address.indexOf(':') >= 0 ? Type.prefix : Type.network,
                            address,
                            length,
                            null,
                            null,
                            null,
                            null,
                            on,
                            text);
                case IpGroup.Match.Range(String first, String last) ->
                    new EntryDocument(Type.range, null, null, null, first, last, null, on, text);
                case IpGroup.Match.Nested(IpGroupId nested) ->
                    new EntryDocument(Type.group, null, null, null, null, null, nested.value(), on, text);
                case IpGroup.Match.ThisMachine() ->
                    new EntryDocument(Type.thisMachine, null, null, null, null, null, null, on, text);
            };
        }

        Optional<IpGroup.Entry> checked(String pointer, Map<IpGroupId, IpGroup> known, Faults faults) {
            String text = description == null ? "" : description;
            faults.require(
                    text.length() <= MAX_DESCRIPTION,
                    pointer + "/description",
                    "length",
                    "A description has up to 255 characters.");
            return match(pointer, known, faults)
                    .map(match -> new IpGroup.Entry(match, !Boolean.FALSE.equals(enabled), text));
        }

        private Optional<IpGroup.Match> match(String pointer, Map<IpGroupId, IpGroup> known, Faults faults) {
            return switch (type) {
                case host -> host(pointer, faults);
                case network, prefix -> network(pointer, faults);
                case range -> range(pointer, faults);
                case group -> nested(pointer, known, faults);
                case thisMachine -> Optional.of(new IpGroup.Match.ThisMachine());
                case null -> {
                    faults.add(pointer + "/type", "missing", "Give the type of the entry.");
                    yield Optional.empty();
                }
            };
        }

        private Optional<IpGroup.Match> host(String pointer, Faults faults) {
            String given = address == null ? "" : address;
            if (IpAddress.parse(given) instanceof Parsed<IpAddress>(IpAddress parsed)) {
                return Optional.of(new IpGroup.Match.Host(parsed.format()));
            }
            boolean looksNumeric = given.matches("[0-9.]*") || given.indexOf(':') >= 0;
            if (!looksNumeric
                    && Domain.parse(given) instanceof Parsed<Domain>(Domain name)
                    && !name.isAddressLiteral()) {
                return Optional.of(new IpGroup.Match.DnsName(name.text()));
            }
            faults.add(pointer + "/address", "not-an-address", "This is neither an IP address nor a host name.");
            return Optional.empty();
        }

        private Optional<IpGroup.Match> network(String pointer, Faults faults) {
            Optional<IpAddress> base = parse(address, pointer + "/address", faults);
            if (base.isEmpty()) {
                return Optional.empty();
            }
            Optional<Integer> length = length(pointer, base.get(), faults);
            if (length.isEmpty()) {
                return Optional.empty();
            }
            IpAddress first = base.get().first(length.get());
            if (!first.equals(base.get())) {
                faults.add(
                        pointer + "/address",
                        "host-bits-set",
                        "Bits below the mask are set; the network is " + first.format() + "/" + length.get() + ".");
                return Optional.empty();
            }
            return Optional.of(new IpGroup.Match.Network(first.format(), length.get()));
        }

        private Optional<Integer> length(String pointer, IpAddress base, Faults faults) {
            if (mask != null) {
                return parse(mask, pointer + "/mask", faults).flatMap(parsed -> {
                    for (int bits = 0; bits <= parsed.family().bits(); bits++) {
                        if (parsed.family() == base.family()
                                && parsed.equals(allOnes(parsed).first(bits))) {
                            return Optional.of(bits);
                        }
                    }
                    faults.add(pointer + "/mask", "not-a-mask", "The mask is not contiguous or of the other family.");
                    return Optional.empty();
                });
            }
            if (prefixLength == null
                    || prefixLength < 0
                    || prefixLength > base.family().bits()) {
                faults.add(
                        pointer + "/prefixLength",
                        "range",
                        "A prefix length is 0 to " + base.family().bits() + ".");
                return Optional.empty();
            }
            return Optional.of(prefixLength);
        }

        private static IpAddress allOnes(IpAddress like) {
            return like.first(0).last(0);
        }

        private Optional<IpGroup.Match> range(String pointer, Faults faults) {
            Optional<IpAddress> first = parse(from, pointer + "/from", faults);
            Optional<IpAddress> last = parse(to, pointer + "/to", faults);
            if (first.isEmpty() || last.isEmpty()) {
                return Optional.empty();
            }
            if (first.get().family() != last.get().family() || first.get().compareTo(last.get()) > 0) {
                faults.add(pointer + "/to", "order", "The end is below the start or of the other family.");
                return Optional.empty();
            }
            return Optional.of(
                    new IpGroup.Match.Range(first.get().format(), last.get().format()));
        }

        private Optional<IpGroup.Match> nested(String pointer, Map<IpGroupId, IpGroup> known, Faults faults) {
            if (group == null || !known.containsKey(new IpGroupId(group))) {
                faults.add(pointer + "/group", "unknown-ip-group", "There is no such IP group.");
                return Optional.empty();
            }
            return Optional.of(new IpGroup.Match.Nested(new IpGroupId(group)));
        }

        private static Optional<IpAddress> parse(@Nullable String text, String pointer, Faults faults) {
            if (text != null && IpAddress.parse(text) instanceof Parsed<IpAddress>(IpAddress parsed)) {
                return Optional.of(parsed);
            }
            faults.add(pointer, "not-an-address", "This is not an IP address.");
            return Optional.empty();
        }
    }
}
