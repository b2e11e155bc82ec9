package org.letterlock.dkim.administration;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.dns.KeyRecord;
import org.letterlock.dkim.dns.NameCheck;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.mailsyntax.address.Domain;

/**
 * A record to publish, in the forms of DKIM-12, and what was last seen of it.
 *
 * @param name absolute owner name
 * @param value one unbroken line, for web forms
 * @param strings the same in strings of at most 255 octets
 * @param zoneLine the same for a zone file
 * @param state of the key
 * @param check null where nobody has looked yet
 */
record RecordView(
        String name,
        String type,
        int ttl,
        String value,
        List<String> strings,
        String zoneLine,
        UUID keyId,
        KeyState state,
        @Nullable CheckView check) {

    static RecordView of(SigningKey key, Domain name, boolean testing, List<NameCheck> checks) {
        KeyRecord record = KeyRecord.of(key, name, testing);
        return new RecordView(
                record.owner(),
                "TXT",
                KeyRecord.TTL,
                record.value(),
                record.strings(),
                record.zoneLine(),
                key.id(),
                key.state(),
                checks.stream()
                        .filter(check -> check.owner().equals(record.owner()))
                        .findFirst()
                        .map(CheckView::of)
                        .orElse(null));
    }

    /**
     * What was found under a name.
     *
     * @param name absolute owner name
     * @param state such as {@code ok} (DKIM-13)
     * @param found the value that stands there, where it is one
     * @param servers the state by server
     */
    record CheckView(
            String name,
            UUID keyId,
            String state,
            @Nullable String found,
            @Nullable String difference,
            Map<String, String> servers,
            Instant checkedAt) {

        static CheckView of(NameCheck check) {
            Map<String, String> servers = new TreeMap<>();
            check.servers().forEach((server, state) -> servers.put(server, state.text()));
            return new CheckView(
                    check.owner(),
                    check.key(),
                    check.state().text(),
                    check.value(),
                    check.difference(),
                    servers,
                    check.checkedAt());
        }
    }
}
