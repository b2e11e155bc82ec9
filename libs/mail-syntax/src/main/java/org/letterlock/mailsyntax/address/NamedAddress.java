package org.letterlock.mailsyntax.address;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.mime.EncodedWords;

/**
 * A mailbox of RFC 5322 section 3.4: an address, with or without a name.
 *
 * @param displayName without quotes, encoded words decoded; null when there is none. For people to read, never for decisions
 */
public record NamedAddress(@Nullable String displayName, AddrSpec address) implements Address {
    @Override
    public List<NamedAddress> mailboxes() {
        return List.of(this);
    }

    /** As it stands in a field: the name quoted or as encoded words where needed, control characters dropped. */
    public String format() {
        return displayName == null || displayName.isBlank()
                ? address.format()
                : formatName(displayName) + " <" + address.format() + ">";
    }

    private static String formatName(String name) {
        if (name.chars().anyMatch(c -> c >= 0x7F || c < 0x20)) {
            return EncodedWords.encode(name);
        }
        // Quoted, what looks like an encoded word stays what it is.
        return name.chars().allMatch(c -> (Atext.isAtext(c) && c != '=') || c == ' ')
                ? name.strip()
                : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
