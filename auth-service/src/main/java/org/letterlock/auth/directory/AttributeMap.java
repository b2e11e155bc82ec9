package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.contracts.Octets;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.AddrSpec;

/** Reads entries, and makes the filters that find them. Trusts nothing that a directory says. Immutable. */
final class AttributeMap {
    private static final int MAX_ID_OCTETS = 256;
    private static final int MAX_DISPLAY_NAME = 200;
    private static final int MAX_LOGIN = 320;

    private final AttributeNames names;
    private final String domain;
    private final DN base;
    private final Filter people;

    /** What an entry turned out to be. */
    sealed interface ReadEntry {
        /** @param id as the directory has it */
        record Usable(String localPart, String displayName, Octets id) implements ReadEntry {}

        /** @param localParts what the entry says of its name, as far as that could be one */
        record Odd(SyncProblem problem, Set<String> localParts) implements ReadEntry {}
    }

    /** @param domain the name of the mail domain whose accounts the entries are */
    AttributeMap(DirectorySettings settings, String domain) {
        this.names = settings.attributes();
        this.domain = domain;
        try {
            this.base = new DN(settings.base());
            this.people = Filter.create(settings.filter());
        } catch (LDAPException checkedBefore) {
            throw new IllegalArgumentException(checkedBefore);
        }
    }

    /** Everybody. */
    Filter everybody() {
        return people;
    }

    /**
     * Who has a login name: the people whose attribute is the local-part or the address. The value is escaped when the filter
     * is written (RFC 4515 section 3), so nothing in it can be syntax.
     */
    Filter whoHas(String localPart) {
        return Filter.createANDFilter(
                people,
                Filter.createORFilter(
                        Filter.createEqualityFilter(names.login(), localPart),
                        Filter.createEqualityFilter(names.login(), localPart + "@" + domain)));
    }

    /** What is asked for of an entry. */
    String[] attributes() {
        return names.all();
    }

    /** The names of the attributes. */
    AttributeNames attributeNames() {
        return names;
    }

    /**
     * Whether an entry is one that could be below the base. The empty name is not: a bind with it would succeed whatever the
     * password (RFC 4513 section 5.1.1).
     */
    boolean isInside(Entry entry) {
        try {
            DN name = entry.getParsedDN();
            return !name.isNullDN() && name.isDescendantOf(base, true);
        } catch (LDAPException malformed) {
            return false;
        }
    }

    /** The id of an entry; empty unless it has exactly one. */
    Optional<Octets> id(Entry entry) {
        byte[][] values = entry.getAttributeValueByteArrays(names.id());
        return values != null && values.length == 1 && values[0].length > 0 && values[0].length <= MAX_ID_OCTETS
                ? Optional.of(Octets.wrap(values[0]))
                : Optional.empty();
    }

    /** Whether an entry is somebody's whom a sync would know by that name, and by no other. */
    boolean isOf(String localPart, Entry entry) {
        return read(entry) instanceof ReadEntry.Usable(String name, String _, Octets _) && name.equals(localPart);
    }

    /** What an entry says of somebody. */
    ReadEntry read(Entry entry) {
        if (!isInside(entry)) {
            return odd(SyncProblem.Code.OUTSIDE_BASE, entry, Set.of());
        }
        String[] logins = entry.getAttributeValues(names.login());
        if (logins == null || logins.length == 0) {
            return odd(SyncProblem.Code.NO_LOGIN, entry, Set.of());
        }
        if (logins.length > 1) {
            // In no order: whichever of them is an account's, that one has not vanished.
            return odd(
                    SyncProblem.Code.SEVERAL_LOGINS,
                    entry,
                    Arrays.stream(logins)
                            .flatMap(login -> localPart(login).stream())
                            .collect(Collectors.toUnmodifiableSet()));
        }
        Optional<String> localPart = localPart(logins[0]);
        if (localPart.isEmpty()) {
            return odd(SyncProblem.Code.NOT_A_LOCAL_PART, entry, Set.of());
        }
        Optional<Octets> id = id(entry);
        return id.isEmpty()
                ? odd(SyncProblem.Code.NO_ID, entry, Set.of(localPart.get()))
                : new ReadEntry.Usable(localPart.get(), displayName(entry), id.get());
    }

    private static ReadEntry odd(SyncProblem.Code code, Entry entry, Set<String> localParts) {
        return new ReadEntry.Odd(new SyncProblem(code, entry.getDN()), localParts);
    }

    private Optional<String> localPart(String value) {
        if (value.length() > MAX_LOGIN) {
            return Optional.empty();
        }
        int at = value.lastIndexOf('@');
        if (at >= 0 && !value.substring(at + 1).toLowerCase(Locale.ROOT).equals(domain)) {
            return Optional.empty();
        }
        String text = (at < 0 ? value : value.substring(0, at)) + "@" + domain;
        return AddressRules.parseAddress(text) instanceof Parsed<AddrSpec>(AddrSpec address)
                ? Optional.of(address.localPart())
                : Optional.empty();
    }

    // The first value: which one a directory means by several is not to be known.
    private String displayName(Entry entry) {
        String[] values = entry.getAttributeValues(names.displayName());
        if (values == null || values.length == 0) {
            return "";
        }
        StringBuilder line = new StringBuilder();
        values[0]
                .codePoints()
                .limit(MAX_DISPLAY_NAME)
                .forEach(c -> line.appendCodePoint(Texts.breaksLine(c) ? ' ' : c));
        String text = line.toString().strip();
        return text.length() > MAX_DISPLAY_NAME ? "" : text;
    }
}
